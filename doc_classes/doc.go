// Package docclasses holds the class reference that the editor shows.
package docclasses

import _ "embed"

// Steam is the reference of the class Steam, in the XML of Godot's own classes.
// `godot --doctool` rewrites it; see CONTRIBUTING.md.
//
//go:embed Steam.xml
var Steam string
