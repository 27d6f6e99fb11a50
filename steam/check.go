package steam

// Checks of what the game gives, and what is said when they fail.

import (
	"errors"
	"fmt"
	"math"

	"godotsteam/gd"
	"godotsteam/steamtypes"
)

var errTooManyFilters = errors.New("too many filters: call requestLobbyList(), which uses them up")

// argumentError is an argument that can't be.
type argumentError struct{ text string }

func (e argumentError) Error() string { return e.text }

// What the binding gives for a float that has lost its last digits is what the
// checks of IDs know.
var _ = [1]struct{}{}[gd.Inexact-steamtypes.InexactID]

func checkRange(name string, value, least, most int64) error {
	if value >= least && value <= most {
		return nil
	}
	return argumentError{fmt.Sprintf("%s is %d: it must be from %d to %d", name, value, least, most)}
}

func checkAppID(value int64) error { return checkRange("app_id", value, 0, math.MaxUint32) }

func checkFloat32(name string, value float64) error {
	if math.Abs(value) <= math.MaxFloat32 { // which no NaN is
		return nil
	}
	return argumentError{fmt.Sprintf("%s is %v: it must be a number of 32 bits", name, value)}
}

func checkSize(name string, size, most int) error {
	if size <= most {
		return nil
	}
	return argumentError{fmt.Sprintf("%s has %d bytes: it may have at most %d", name, size, most)}
}
