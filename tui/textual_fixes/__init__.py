"""Everything that reaches below Textual's public interface; a test keeps it out of every other module.

Each class, method and function here says why it is needed and, on a line that begins with "Upstream:", which
issue or pull request of github.com/Textualize/textual would make it unnecessary ("not reported" if none is
known). Textual is pinned exactly: at an upgrade, read these modules first and delete what has been fixed.
"""
