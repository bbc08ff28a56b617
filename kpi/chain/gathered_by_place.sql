    -- What each case comes to, from its handoffs in order.
    SELECT case_number, case_id, count(*) AS handoffs, min(requested_at) AS first_requested,
           any_value(as_of) AS as_of,
           max(case_due_at) AS case_due, max(case_closed_at) AS closed,
           bool_and(case_kept) AS declared,
           bool_or(open) AND max(case_closed_at) IS NULL AS unfinished,
           max(delivered) FILTER (WHERE is_end) AS last_end,
           max(due) FILTER (WHERE is_end) AS ends_due,
           bool_or(delivered > due) FILTER (WHERE is_end) AS end_late,
           bool_or(returned) FILTER (WHERE is_end) AS end_returned,
           arg_max(customer, position) FILTER (WHERE is_end) AS customer,
           bool_or(outside) AS external
    FROM chain_handoffs
    GROUP BY case_number, case_id
