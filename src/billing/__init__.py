"""The product: one module for each deed, pure rules beside them, who may do what, and questions asked as somebody."""
