"""The system: own and inherited delay, the promise outside, and which links break it."""

from kpi.chain.model import (
    STATES,
    Balance,
    CustomerPromise,
    LinkEffect,
    LinkVolume,
    PingPong,
    Promise,
    Waiting,
    WeekPromise,
)

__all__ = [
    "STATES",
    "Balance",
    "CustomerPromise",
    "LinkEffect",
    "LinkVolume",
    "PingPong",
    "Promise",
    "Waiting",
    "WeekPromise",
]
