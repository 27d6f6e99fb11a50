package steamtypes

import "fmt"

// Refusal is an error that is no mistake of the game's: too much at once, or not
// its to do.
type Refusal struct{ text string }

func (r Refusal) Error() string { return r.text }

func refuse(format string, args ...any) error { return Refusal{fmt.Sprintf(format, args...)} }
