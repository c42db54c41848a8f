"""Whom a citizen writes to outside the portal: data protection officer, supervisors and ombudsman."""
