"""Documents that the citizen keeps: made from a page, written as PDF, HTML or plain text."""
