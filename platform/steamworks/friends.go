package steamworks

import (
	"slices"
	"unsafe"

	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

var (
	_ platform.People = (*Platform)(nil)
	_ platform.Launch = (*Platform)(nil)
)

const (
	maxCommandLine = 4096 // our own
	maxAvatarWidth = 512  // our own: Valve's largest has 184 pixels
	maxWanted      = 256  // avatars that are waited for
)

// PersonaNameOf implements [platform.People]. Steam answers "[unknown]" while
// it fetches a name; PersonaStateChange_t says when it has it.
func (p *Platform) PersonaNameOf(user steamtypes.SteamID) string {
	const onlyName = 1
	if isTrue(p.use(friendRequest, uintptr(user), onlyName, 0, 0)) {
		return ""
	}
	return p.useText(friendName, maxName, uintptr(user), 0, 0)
}

// FriendList implements [platform.People].
func (p *Platform) FriendList(flags int) []steamtypes.SteamID {
	var list []steamtypes.SteamID
	count := int32(p.use(friendCount, uintptr(flags), 0, 0, 0)) // -1: not logged on
	for i := range count {
		if id := steamtypes.SteamID(p.use(friendByIndex, uintptr(i), uintptr(flags), 0, 0)); id != 0 {
			list = append(list, id)
		}
	}
	return list
}

// PersonaStateOf implements [platform.People].
func (p *Platform) PersonaStateOf(user steamtypes.SteamID) int {
	return int(int32(p.use(friendState, uintptr(user), 0, 0, 0)))
}

// friendGameInfo is FriendGameInfo_t. Its packing is the same everywhere.
type friendGameInfo struct {
	game                uint64 // CGameID: the app is its low 24 bits
	ip                  uint32
	gamePort, queryPort uint16
	lobby               uint64
}

// GamePlayedBy implements [platform.People].
func (p *Platform) GamePlayedBy(user steamtypes.SteamID) (platform.GamePlayed, bool) {
	info := new(friendGameInfo)
	if !isTrue(p.use(friendGame, uintptr(user), uintptr(unsafe.Pointer(info)), 0, 0)) {
		return platform.GamePlayed{}, false
	}
	return platform.GamePlayed{
		AppID:     uint32(info.game & 0xFFFFFF),
		IP:        dotted(info.ip),
		GamePort:  info.gamePort,
		QueryPort: info.queryPort,
		Lobby:     steamtypes.SteamID(info.lobby),
	}, true
}

// wanted are the avatars that Steam did not have when they were asked for, the
// longest wanted first. Platform.dispatching guards it. The zero value is empty
// and ready.
type wanted struct{ list []wish }

type wish struct {
	user steamtypes.SteamID
	size int
}

// add notes a wish. Where there are too many, the oldest is forgotten: it is the
// one that is least likely to come true.
func (w *wanted) add(user steamtypes.SteamID, size int) {
	wish := wish{user, size}
	if slices.Contains(w.list, wish) {
		return
	}
	if len(w.list) >= maxWanted {
		w.list = slices.Delete(w.list, 0, 1)
	}
	w.list = append(w.list, wish)
}

// take returns the sizes that are wanted of a user's avatar, and forgets them.
func (w *wanted) take(user steamtypes.SteamID) (sizes []int) {
	w.list = slices.DeleteFunc(w.list, func(other wish) bool {
		if other.user == user {
			sizes = append(sizes, other.size)
		}
		return other.user == user
	})
	return sizes
}

// RequestAvatar implements [platform.Friends]. Nobody dispatches meanwhile, so
// that Steam's answer can't come before it is waited for.
func (p *Platform) RequestAvatar(user steamtypes.SteamID, size int) {
	p.dispatching.Lock()
	p.alive.RLock()
	event, ok := p.avatar(user, size)
	p.alive.RUnlock()
	p.dispatching.Unlock()
	if ok {
		p.signals.Post(event)
	}
}

// avatar returns an avatar if Steam has it, and otherwise asks for it. p.alive
// and p.dispatching are held.
func (p *Platform) avatar(user steamtypes.SteamID, size int) (event signals.Event, ok bool) {
	which := [...]extra{avatarSmall, avatarSmall, avatarMedium, avatarLarge}[size&3]
	image := int32(p.useAlive(which, uintptr(user), 0, 0, 0))
	if image > 0 {
		if event, ok = p.image(user, image); ok {
			return event, true
		}
	}
	// -1: it comes with an AvatarImageLoaded_t. 0: nobody knows yet.
	if image == 0 && isTrue(p.useAlive(friendRequest, uintptr(user), 0, 0, 0)) {
		p.wanted.add(user, size)
	}
	return nil, false
}

// image returns an image that Steam has loaded. p.alive is held.
func (p *Platform) image(user steamtypes.SteamID, image int32) (event signals.Event, ok bool) {
	width, height := new(uint32), new(uint32)
	known := p.useAlive(imageSize, uintptr(image), uintptr(unsafe.Pointer(width)), uintptr(unsafe.Pointer(height)), 0)
	if !isTrue(known) || *width == 0 || *width != *height || *width > maxAvatarWidth {
		return nil, false
	}
	pixels := make([]byte, 4**width**height)
	if !isTrue(p.useAlive(imageRGBA, uintptr(image), uintptr(address(pixels)), uintptr(len(pixels)), 0)) {
		return nil, false
	}
	return signals.AvatarLoaded{User: uint64(user), Width: int(*width), RGBA: pixels}, true
}

// LaunchCommandLine implements [platform.Launch].
func (p *Platform) LaunchCommandLine() string {
	buffer := make([]byte, maxCommandLine)
	p.use(launchCommandLine, uintptr(address(buffer)), uintptr(len(buffer)), 0, 0)
	return textOf(buffer)
}
