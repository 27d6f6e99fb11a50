// Package docclasses holds the class reference that the editor shows, in the
// XML of Godot's own classes.
package docclasses

import _ "embed"

// Steam is the reference of the class Steam. `go generate ./steam` makes it;
// docs/internals/rows.md tells of what.
//
//go:embed Steam.xml
var Steam string

// SteamMultiplayerPeer and SteamPacketPeer are written by hand.
var (
	//go:embed SteamMultiplayerPeer.xml
	SteamMultiplayerPeer string
	//go:embed SteamPacketPeer.xml
	SteamPacketPeer string
)

// All are the references of all classes.
func All() []string { return []string{Steam, SteamMultiplayerPeer, SteamPacketPeer} }
