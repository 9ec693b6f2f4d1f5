"""The embedded launcher: ``python -m trousse.config.serve`` runs a whole instance.

It prepares the database, then keeps the pages' process and the worker alive until told to stop.
"""
