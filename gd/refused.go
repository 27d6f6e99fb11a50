package gd

/*
#include "gd.h"
*/
import "C"

import (
	"fmt"
	"sync"
)

// callError is why the engine did not make a call, as GDExtensionCallError says.
type callError struct{ kind, argument, expected int }

func (e callError) Error() string {
	switch e.kind {
	case C.GD_CALL_INVALID_METHOD:
		return "there is no such method"
	case C.GD_CALL_INVALID_ARGUMENT:
		return fmt.Sprintf("argument %d must be of type %d", e.argument+1, e.expected)
	case C.GD_CALL_TOO_MANY_ARGUMENTS:
		return fmt.Sprintf("it takes at most %d arguments", e.expected)
	case C.GD_CALL_TOO_FEW_ARGUMENTS:
		return fmt.Sprintf("it takes at least %d arguments", e.expected)
	case C.GD_CALL_INSTANCE_IS_NULL:
		return "the object is not there"
	}
	return fmt.Sprintf("error %d", e.kind)
}

// complained are the methods that were complained of: some are called in every
// frame.
var complained sync.Map

func complain(method string, err error) {
	if _, again := complained.LoadOrStore(method, true); !again {
		PushError(fmt.Sprintf("[STEAM] the engine refuses the addon's call of %s(): %v. A script that is attached "+
			"to a singleton may have replaced it; otherwise please report this.", method, err))
	}
}
