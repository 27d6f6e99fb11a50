package steamworks

import (
	"godotsteam/networking/sockets"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// Callbacks that are not an event as they come.

// callCompleted says that the result of a call can be fetched.
type callCompleted struct {
	_        struct{} `callback:"703 SteamAPICallCompleted_t"`
	Call     uint64   `valve:"uint64"`
	Callback int32    `valve:"int"`
	Size     uint32   `valve:"uint32"`
}

func (p *Platform) hearCompleted(c callCompleted) func() {
	return p.results.fetch(p, c.Call, c.Callback, c.Size)
}

// lobbyChatMsg says that something was written in a lobby.
type lobbyChatMsg struct {
	_     struct{} `callback:"507 LobbyChatMsg_t"`
	Lobby uint64   `valve:"uint64"`
	_     uint64   `valve:"uint64"` // the user
	_     uint8    `valve:"uint8"`  // the type
	Entry uint32   `valve:"uint32"`
}

func (p *Platform) hearChat(c lobbyChatMsg) func() {
	if event, ok := p.chatEntry(c.Lobby, c.Entry); ok {
		return p.post(event)
	}
	return nil
}

// avatarImage says that an avatar's image is loaded.
type avatarImage struct {
	_     struct{} `callback:"334 AvatarImageLoaded_t"`
	User  uint64   `valve:"CSteamID"`
	Image int32    `valve:"int"`
	_     int32    `valve:"int"` // width
	_     int32    `valve:"int"` // height
}

func (p *Platform) hearAvatar(a avatarImage) func() {
	if e, ok := p.image(steamtypes.SteamID(a.User), a.Image); ok {
		return p.post(e)
	}
	return nil
}

// connectionChanged says that a connection is in another state.
type connectionChanged struct {
	_          struct{}     `callback:"1221 SteamNetConnectionStatusChangedCallback_t"`
	Connection uint32       `valve:"uint32"`
	Info       sockets.Info `valve:"SteamNetConnectionInfo_t"`
	Old        int32        `valve:"ESteamNetworkingConnectionState"`
}

// hearConnection tells whoever has the connection, which is known only when those
// who were told before have done what they wanted.
func (p *Platform) hearConnection(c connectionChanged) func() {
	change := sockets.Change{Connection: sockets.Handle(c.Connection), Info: c.Info, Old: sockets.State(c.Old)}
	return func() {
		switch owner := p.owners.of(change); {
		case owner == nil:
			p.signals.Post(platform.ConnectionStatusChanged(change))
		case change.Info.State != sockets.StateNone: // else its owner has closed it
			owner.Changed(change)
		}
	}
}

// sessionFailed says that a session of Networking Messages broke.
type sessionFailed struct {
	_    struct{}     `callback:"1252 SteamNetworkingMessagesSessionFailed_t"`
	Info sockets.Info `valve:"SteamNetConnectionInfo_t"`
}

func (p *Platform) hearSessionFailed(f sessionFailed) func() {
	return p.post(platform.SessionFailed(f.Info))
}

// hearPersona also tells of avatars that were asked for, now that more of their
// user is known.
func (p *Platform) hearPersona(e signals.PersonaStateChange) func() {
	return p.post(append([]signals.Event{e}, p.lookAgain(steamtypes.SteamID(e.User))...)...)
}
