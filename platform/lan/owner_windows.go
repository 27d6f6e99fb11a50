package lan

// checkOwner has nothing to check: each user has a folder for temporary files
// of their own.
func checkOwner(string) error { return nil }
