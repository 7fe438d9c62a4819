"""What the use cases need of the outside, named for the role it plays."""
