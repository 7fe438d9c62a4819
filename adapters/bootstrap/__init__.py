"""The composition root: the one place where ports meet their adapters."""

from adapters.bootstrap.house import House as House
from adapters.bootstrap.house import open_house as open_house
from adapters.bootstrap.house import open_notifier as open_notifier
from adapters.bootstrap.house import open_rate_limiter as open_rate_limiter
from adapters.bootstrap.ports import Ports as Ports
from adapters.bootstrap.use_cases import build_use_cases as build_use_cases
