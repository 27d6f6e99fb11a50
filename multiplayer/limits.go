package multiplayer

import "time"

const (
	// MaxPacket is the most bytes in a packet: Steam takes no more in a message.
	MaxPacket = 512 << 10

	// MaxQueued bounds the packets that wait to be read. The rest stays in the
	// connections' own receive buffers, which have their limits. SceneMultiplayer
	// reads all of them each frame: so this is what one frame can take, of 64
	// players 64 each.
	MaxQueued = 4096

	// MaxHeld bounds the messages of one member of a lobby that came before the
	// host has introduced itself, which is when our game may see them. Who sends
	// more in those few round trips is cut off.
	MaxHeld = 1024

	// MaxEarly bounds the unreliable messages of a client of ours that came
	// before its greeting. The rest is lost.
	MaxEarly = 64

	// MaxPeers bounds the peers, with those that have not introduced themselves:
	// a lobby holds 250.
	MaxPeers = 512

	// DefaultChannels is how many channels there are without a setting, as in
	// GodotSteam. MaxChannels is the most: Steam has 255 lanes.
	DefaultChannels = 4
	MaxChannels     = 255
	maxLanes        = 255

	// HandshakeTime is how long a connected peer may take to say who it is. It
	// is as patient as Steam is with a connection.
	HandshakeTime = 10 * time.Second

	// MemberTime is how long somebody who asks for a connection may be no member
	// of the lobby: the news that they joined may be slower than they are.
	MemberTime = 5 * time.Second

	// RedialTime is when a member that the host sees and we don't is called
	// again, and MeshTime when it is time to tell the player about it: after
	// Steam has given up once (10 s).
	RedialTime = 5 * time.Second
	MeshTime   = 15 * time.Second

	// maxBadCerts is how often a connection is tried again that Steam refused
	// because its relay network was not ready. GodotSteam does the same.
	maxBadCerts = 5

	// SendBuffer is what a connection keeps of what was put and has not gone
	// yet. Steam's own limit is one packet of 512 KiB, and Godot does not try
	// again. It comes before the game's own options.
	SendBuffer = 8 << 20

	optionSendBuffer = 9 // k_ESteamNetworkingConfig_SendBufferSize
)
