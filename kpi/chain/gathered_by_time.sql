    -- The same from handoffs in any order, where their order is asked for nothing else: it tells the
    -- last end of each case. The keys are those of kpi.chain.places.
    SELECT case_number, case_id, handoffs, first_requested, as_of, case_due, closed, declared,
           unfinished,
           CASE WHEN external THEN outside_end ELSE every_end END AS last_end,
           CASE WHEN external THEN outside_due ELSE last.due END AS ends_due,
           CASE WHEN external THEN outside_late ELSE last.late END AS end_late,
           CASE WHEN external THEN outside_returned ELSE last.returned END AS end_returned,
           CASE WHEN external THEN outside_customer ELSE last.customer END AS customer, external
    FROM (
        SELECT case_number, case_id, count(*) AS handoffs, min(requested_at) AS first_requested,
               any_value(as_of) AS as_of,
               max(case_due_at) AS case_due, max(case_closed_at) AS closed,
               bool_and(case_kept) AS declared,
               bool_or(open) AND max(case_closed_at) IS NULL AS unfinished,
               bool_or(outside) AS external,
               max(delivered) FILTER (WHERE outside) AS outside_end,
               max(due) FILTER (WHERE outside) AS outside_due,
               bool_or(delivered > due) FILTER (WHERE outside) AS outside_late,
               bool_or(returned) FILTER (WHERE outside) AS outside_returned,
               arg_max(customer, place) FILTER (WHERE outside) AS outside_customer,
               max(delivered) AS every_end,
               arg_max({'due': due, 'late': delivered > due, 'returned': returned,
                        'customer': customer}, place) FILTER (WHERE NOT outside) AS last
        FROM (
            SELECT *, {'delivered': delivered, 'requested': requested_at,
                       'due': coalesce(due, 'infinity'::TIMESTAMP), 'id': handoff_id} AS place
            FROM chain_known
        )
        GROUP BY case_number, case_id
    )
