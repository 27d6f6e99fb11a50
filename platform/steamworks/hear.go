package steamworks

import (
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

// hearPersona also tells of avatars that were asked for, now that more of their
// user is known.
func (p *Platform) hearPersona(e signals.PersonaStateChange) func() {
	return p.post(append([]signals.Event{e}, p.lookAgain(steamtypes.SteamID(e.User))...)...)
}
