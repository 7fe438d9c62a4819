"""`GET /reports/{Name}`: a header says what of the question was not heeded."""

from sandbox.reports.catalogue import report
from sandbox.web.answers import Answer
from sandbox.web.paper import NOTE
from sandbox.web.turn import Turn


def show(turn: Turn) -> Answer:
    """The report, bare: QBO puts no envelope around it."""
    made, unheeded = report(turn.company, turn.asked.object_id, turn.exchange.parameters)
    spoken = turn.exchange.spoken
    headers = {NOTE: f"not heeded: {', '.join(map(ascii, unheeded))}"} if unheeded else {}
    return Answer(200, spoken.report(made), spoken.content_type, headers)
