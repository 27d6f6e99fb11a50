package platform

import "godotsteam/platform/valve"

// Valve is a platform that is Valve's library: any of its functions can be
// called.
type Valve interface {
	// Invoke makes a call. The error says that it can't be made: the library that
	// was found has no such function, or has been shut down.
	Invoke(*valve.Call) error
}
