package steamworks

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"unsafe"

	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

var _ platform.Lobbies = (*Platform)(nil)

// maxListed bounds a lobby list: Valve's has at most 50 unless asked for more.
const maxListed = 4096

// CreateLobby implements [platform.Lobbies]. Steam enters the lobby by
// itself and says so with a LobbyEnter_t.
func (p *Platform) CreateLobby(kind steamtypes.LobbyType, maxMembers int) {
	request := func() uintptr { return p.use(lobbyCreate, uintptr(kind), uintptr(maxMembers), 0, 0) }
	ask(p, request, func(created signals.LobbyCreated, failed bool) {
		if failed {
			created = signals.LobbyCreated{Result: steamtypes.ResultFail}
		}
		p.signals.Post(created)
	})
}

// JoinLobby implements [platform.Lobbies]. Its result comes as a callback
// too, with which lobby_joined is told.
func (p *Platform) JoinLobby(lobby steamtypes.SteamID) {
	request := func() uintptr { return p.use(lobbyJoin, uintptr(lobby), 0, 0, 0) }
	ask(p, request, func(_ signals.LobbyJoined, failed bool) {
		if failed {
			p.signals.Post(signals.LobbyJoined{Lobby: uint64(lobby), Response: int(steamtypes.EnterError)})
		}
	})
}

// expect makes a call and waits for its result. One that could not be made,
// which is a call of 0, fails at once. Nobody dispatches meanwhile, so that the
// result can't come before it is waited for.
func (p *Platform) expect(request func() uintptr, callback int32, size uint32, done func(result []byte, failed bool)) {
	if !p.request(request, callResult{callback: callback, size: size, done: done}) {
		done(nil, true)
	}
}

func (p *Platform) request(request func() uintptr, result callResult) bool {
	p.dispatching.Lock()
	defer p.dispatching.Unlock()
	if p.results.full() {
		if !p.results.warned {
			p.results.warned = true
			p.log.Warn(fmt.Sprintf("%d calls wait for Steam's answer, so further ones fail: "+
				"call Steam.run_callbacks() in every frame, and ask less often", maxCalls))
		}
		return false
	}
	call := request()
	if call == 0 {
		return false
	}
	p.results.expect(uint64(call), result)
	return true
}

// LobbyOwner implements [platform.Lobbies].
func (p *Platform) LobbyOwner(lobby steamtypes.SteamID) steamtypes.SteamID {
	return steamtypes.SteamID(p.use(lobbyOwner, uintptr(lobby), 0, 0, 0))
}

// AllLobbyData implements [platform.Lobbies].
func (p *Platform) AllLobbyData(lobby steamtypes.SteamID) []steamtypes.KeyValue {
	p.alive.RLock()
	defer p.alive.RUnlock()
	count := int32(p.useAlive(lobbyDataCount, uintptr(lobby), 0, 0, 0))
	if count <= 0 {
		return nil
	}
	key, value := make([]byte, steamtypes.MaxLobbyKey+1), make([]byte, steamtypes.MaxLobbyValue+1)
	var all []steamtypes.KeyValue
	for i := range count {
		ok := p.useMore(lobbyDataByIndex, uintptr(lobby), uintptr(i),
			uintptr(address(key)), uintptr(len(key)), uintptr(address(value)), uintptr(len(value)), 0, 0, 0)
		if isTrue(ok) {
			all = append(all, steamtypes.KeyValue{Key: textOf(key), Value: textOf(value)})
		}
	}
	return all
}

// lobbyMatchList says how many lobbies can be asked for by their index.
type lobbyMatchList struct {
	_     struct{} `result:"510 LobbyMatchList_t"`
	Count uint32   `valve:"uint32"`
}

// RequestLobbyList implements [platform.Lobbies]. Steam keeps filters until it is
// asked for a list, so none may be left without one.
func (p *Platform) RequestLobbyList(f steamtypes.LobbyFilter) {
	request := func() uintptr {
		p.setFilter(f)
		return p.use(listRequest, 0, 0, 0, 0)
	}
	ask(p, request, func(list lobbyMatchList, _ bool) { // of a list that failed Count is 0
		var ids []uint64
		for i := range min(list.Count, maxListed) {
			ids = append(ids, uint64(p.use(listLobby, uintptr(i), 0, 0, 0)))
		}
		p.signals.Post(signals.LobbyMatchList{Lobbies: ids})
	})
}

// setFilter says which lobbies the next list is to have.
func (p *Platform) setFilter(f steamtypes.LobbyFilter) {
	for _, s := range f.Strings {
		p.use(listFilterString, uintptr(address(cText(s.Key))), uintptr(address(cText(s.Value))), uintptr(s.Compare), 0)
	}
	for _, n := range f.Numbers {
		p.use(listFilterNumber, uintptr(address(cText(n.Key))), uintptr(n.Value), uintptr(n.Compare), 0)
	}
	for _, n := range f.Near {
		p.use(listFilterNear, uintptr(address(cText(n.Key))), uintptr(n.Value), 0, 0)
	}
	if f.Slots > 0 {
		p.use(listFilterSlots, uintptr(f.Slots), 0, 0, 0)
	}
	if f.MaxResults > 0 {
		p.use(listFilterCount, uintptr(f.MaxResults), 0, 0, 0)
	}
	p.use(listFilterDistance, uintptr(f.Distance), 0, 0, 0)
}

// SendLobbyChat implements [platform.Lobbies]. As GodotSteam does, it sends the
// text with the zero byte at its end, unless that makes it too long.
func (p *Platform) SendLobbyChat(lobby steamtypes.SteamID, message string) error {
	text := cText(message)
	text = text[:min(len(text), steamtypes.MaxLobbyChat)]
	sent := p.use(lobbySendChat, uintptr(lobby), uintptr(address(text)), uintptr(len(text)), 0)
	return p.lobbyRefusal(lobby, isTrue(sent))
}

// chatEntry fetches what a [lobbyChatMsg] speaks of. p.alive is held.
func (p *Platform) chatEntry(lobby uint64, index uint32) (event signals.LobbyMessage, ok bool) {
	buffer := make([]byte, steamtypes.MaxLobbyChat+1)
	user, kind := new(uint64), new(int32)
	n := p.useMore(lobbyChatEntry, uintptr(lobby), uintptr(index), uintptr(unsafe.Pointer(user)),
		uintptr(address(buffer)), uintptr(len(buffer)), uintptr(unsafe.Pointer(kind)), 0, 0, 0)
	size := int(int32(n))
	if size < 0 || size > len(buffer) || *user == 0 {
		return event, false
	}
	return signals.LobbyMessage{Lobby: lobby, User: *user, Message: textOf(buffer[:size]), Type: int(*kind)}, true
}

// SetLobbyGameServer implements [platform.Lobbies]. Steam does not say how it
// went.
func (p *Platform) SetLobbyGameServer(lobby steamtypes.SteamID, s steamtypes.GameServer) error {
	var ip uint32
	if a, err := netip.ParseAddr(s.IP); err == nil && a.Is4() {
		four := a.As4()
		ip = binary.BigEndian.Uint32(four[:])
	}
	p.use(lobbySetServer, uintptr(lobby), uintptr(ip), uintptr(s.Port), uintptr(s.ID))
	return nil
}

// LobbyGameServer implements [platform.Lobbies].
func (p *Platform) LobbyGameServer(lobby steamtypes.SteamID) (steamtypes.GameServer, bool) {
	ip, port, id := new(uint32), new(uint16), new(uint64)
	ok := p.use(lobbyServer, uintptr(lobby),
		uintptr(unsafe.Pointer(ip)), uintptr(unsafe.Pointer(port)), uintptr(unsafe.Pointer(id)))
	if !isTrue(ok) {
		return steamtypes.GameServer{}, false
	}
	return steamtypes.GameServer{IP: dotted(*ip), Port: *port, ID: steamtypes.SteamID(*id)}, true
}

// dotted writes an IPv4 address that Steam holds as a number.
func dotted(ip uint32) string {
	return fmt.Sprintf("%d.%d.%d.%d", byte(ip>>24), byte(ip>>16), byte(ip>>8), byte(ip))
}
