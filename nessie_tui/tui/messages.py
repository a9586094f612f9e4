"""What happened, as messages that travel up to the screen."""

from textual.message import Message

from nessie_tui.feed.update import Update


class UpdateArrived(Message):
    """The feed has an answer, or a failure as a value.

    A newer one of the same kind about the same question takes the place of one not handled yet.
    """

    def __init__(self, update: Update) -> None:
        self.update = update
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        """Tell whether this message makes `message` superfluous."""
        return (
            isinstance(message, UpdateArrived)
            and type(message.update) is type(self.update)
            and message.update.question == self.update.question
        )
