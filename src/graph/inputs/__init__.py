"""What mutations take, one module for each kind of deed. In a change, absent leaves as it is, and null clears."""
