"""The control side of faults: what shall go wrong."""

from starlette.requests import Request
from starlette.routing import Route

from sandbox.shapes import JsonObject
from sandbox.web.endpoints import Missing, routes
from sandbox.web.fault_rules import RuleIn
from sandbox.world import Sandbox


class FaultsControl:
    """`/_sandbox/faults`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        """What is served below `/_sandbox`."""
        return routes(
            [
                ("POST", "/faults", self.add_rule),
                ("GET", "/faults", self.list_rules),
                ("DELETE", "/faults", self.remove_rules),
                ("GET", "/faults/{rule}", self.show_rule),
                ("DELETE", "/faults/{rule}", self.remove_rule),
            ]
        )

    def add_rule(self, request: Request, body: JsonObject) -> JsonObject:
        """Put a fault rule in force."""
        del request
        return {"id": self._sandbox.rules.add(RuleIn.model_validate(body)).id}

    def list_rules(self, request: Request, body: JsonObject) -> JsonObject:
        """Those in force, with how often each matched and struck."""
        del request, body
        return {"faults": [rule.as_json() for rule in self._sandbox.rules.all()]}

    def show_rule(self, request: Request, body: JsonObject) -> JsonObject:
        """One of them."""
        del body
        rule = self._sandbox.rules.get(request.path_params["rule"])
        if rule is None:
            raise Missing(request.path_params["rule"])
        return rule.as_json()

    def remove_rule(self, request: Request, body: JsonObject) -> JsonObject:
        """Take one out of force."""
        del body
        if not self._sandbox.rules.remove(request.path_params["rule"]):
            raise Missing(request.path_params["rule"])
        return {"removed": request.path_params["rule"]}

    def remove_rules(self, request: Request, body: JsonObject) -> JsonObject:
        """Take all out of force."""
        del request, body
        self._sandbox.rules.remove()
        return {"removed": "all"}
