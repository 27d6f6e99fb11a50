// Package docclasses holds the class reference that the editor shows.
package docclasses

import _ "embed"

// Steam is the reference of the class Steam, in the XML of Godot's own classes.
// `go generate ./steam` makes it; docs/internals/rows.md tells of what.
//
//go:embed Steam.xml
var Steam string
