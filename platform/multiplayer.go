package platform

import "godotsteam/multiplayer"

// Multiplayer is what a [Platform] has that can carry Godot's high-level
// multiplayer.
type Multiplayer interface {
	// OpenPeer returns connections for one SteamMultiplayerPeer.
	OpenPeer() (multiplayer.Connections, error)
}
