"""The JSON API under ``/v1``: one router a resource; translate, delegate, translate back."""
