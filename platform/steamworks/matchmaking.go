package steamworks

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"unsafe"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
)

var _ platform.LobbyIndex = (*Platform)(nil)

// maxListed bounds a lobby list: Valve's has at most 50 unless asked for more.
const maxListed = 4096

// CreateLobby implements [platform.Matchmaking]. Steam enters the lobby by
// itself and says so with a LobbyEnter_t.
func (p *Platform) CreateLobby(kind networking.LobbyType, maxMembers int) {
	request := func() uintptr { return p.use(lobbyCreate, uintptr(kind), uintptr(maxMembers), 0, 0) }
	p.expect(request, callbackLobbyCreated, lobbyCreatedSize, func(result []byte, failed bool) {
		event := signals.LobbyCreated{Result: networking.ResultFail}
		if !failed {
			event = decodeLobbyCreated(result)
		}
		p.signals.Post(event)
	})
}

// JoinLobby implements [platform.Matchmaking]. Its result comes as a callback
// too, with which lobby_joined is told: see [Platform.handle].
func (p *Platform) JoinLobby(lobby networking.SteamID) {
	request := func() uintptr { return p.use(lobbyJoin, uintptr(lobby), 0, 0, 0) }
	p.expect(request, callbackLobbyEnter, lobbyEnterSize, func(_ []byte, failed bool) {
		if failed {
			p.signals.Post(signals.LobbyJoined{Lobby: uint64(lobby), Response: int(networking.EnterError)})
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

// LeaveLobby implements [platform.Matchmaking].
func (p *Platform) LeaveLobby(lobby networking.SteamID) { p.use(lobbyLeave, uintptr(lobby), 0, 0, 0) }

// InviteUserToLobby implements [platform.Matchmaking].
func (p *Platform) InviteUserToLobby(lobby, user networking.SteamID) bool {
	return isTrue(p.use(lobbyInvite, uintptr(lobby), uintptr(user), 0, 0))
}

// LobbyMembers implements [platform.Matchmaking].
func (p *Platform) LobbyMembers(lobby networking.SteamID) []networking.SteamID {
	var members []networking.SteamID
	for i := range p.LobbyMemberCount(lobby) {
		if id := p.LobbyMemberAt(lobby, i); id != 0 {
			members = append(members, id)
		}
	}
	return members
}

// LobbyMemberCount implements [platform.LobbyIndex].
func (p *Platform) LobbyMemberCount(lobby networking.SteamID) int {
	count := int32(p.use(lobbyMemberCount, uintptr(lobby), 0, 0, 0))
	return int(min(max(count, 0), networking.MaxLobbyMembers))
}

// LobbyMemberAt implements [platform.LobbyIndex].
func (p *Platform) LobbyMemberAt(lobby networking.SteamID, index int) networking.SteamID {
	return networking.SteamID(p.use(lobbyMember, uintptr(lobby), uintptr(index), 0, 0))
}

// LobbyOwner implements [platform.Matchmaking].
func (p *Platform) LobbyOwner(lobby networking.SteamID) networking.SteamID {
	return networking.SteamID(p.use(lobbyOwner, uintptr(lobby), 0, 0, 0))
}

// SetLobbyOwner implements [platform.Matchmaking].
func (p *Platform) SetLobbyOwner(lobby, owner networking.SteamID) bool {
	return isTrue(p.use(lobbySetOwner, uintptr(lobby), uintptr(owner), 0, 0))
}

// LobbyData implements [platform.Matchmaking].
func (p *Platform) LobbyData(lobby networking.SteamID, key string) string {
	return p.useText(lobbyData, networking.MaxLobbyValue, uintptr(lobby), uintptr(address(cText(key))), 0)
}

// AllLobbyData implements [platform.Matchmaking].
func (p *Platform) AllLobbyData(lobby networking.SteamID) []networking.KeyValue {
	p.alive.RLock()
	defer p.alive.RUnlock()
	count := int32(p.useAlive(lobbyDataCount, uintptr(lobby), 0, 0, 0))
	if count <= 0 {
		return nil
	}
	key, value := make([]byte, networking.MaxLobbyKey+1), make([]byte, networking.MaxLobbyValue+1)
	var all []networking.KeyValue
	for i := range count {
		ok := p.useMore(lobbyDataByIndex, uintptr(lobby), uintptr(i),
			uintptr(address(key)), uintptr(len(key)), uintptr(address(value)), uintptr(len(value)), 0, 0, 0)
		if isTrue(ok) {
			all = append(all, networking.KeyValue{Key: textOf(key), Value: textOf(value)})
		}
	}
	return all
}

// SetLobbyData implements [platform.Matchmaking].
func (p *Platform) SetLobbyData(lobby networking.SteamID, key, value string) bool {
	return isTrue(p.use(lobbySetData, uintptr(lobby), uintptr(address(cText(key))), uintptr(address(cText(value))), 0))
}

// DeleteLobbyData implements [platform.Matchmaking].
func (p *Platform) DeleteLobbyData(lobby networking.SteamID, key string) bool {
	return isTrue(p.use(lobbyDeleteData, uintptr(lobby), uintptr(address(cText(key))), 0, 0))
}

// LobbyMemberData implements [platform.Matchmaking].
func (p *Platform) LobbyMemberData(lobby, user networking.SteamID, key string) string {
	return p.useText(lobbyMemberData, networking.MaxLobbyValue, uintptr(lobby), uintptr(user), uintptr(address(cText(key))))
}

// SetLobbyMemberData implements [platform.Matchmaking]. Steam does not say how
// it went.
func (p *Platform) SetLobbyMemberData(lobby networking.SteamID, key, value string) bool {
	p.use(lobbySetMemberData, uintptr(lobby), uintptr(address(cText(key))), uintptr(address(cText(value))), 0)
	return true
}

// RequestLobbyData implements [platform.Matchmaking].
func (p *Platform) RequestLobbyData(lobby networking.SteamID) bool {
	return isTrue(p.use(lobbyRequestData, uintptr(lobby), 0, 0, 0))
}

// SetLobbyType implements [platform.Matchmaking].
func (p *Platform) SetLobbyType(lobby networking.SteamID, kind networking.LobbyType) bool {
	return isTrue(p.use(lobbySetType, uintptr(lobby), uintptr(kind), 0, 0))
}

// SetLobbyJoinable implements [platform.Matchmaking].
func (p *Platform) SetLobbyJoinable(lobby networking.SteamID, joinable bool) bool {
	var flag uintptr
	if joinable {
		flag = 1
	}
	return isTrue(p.use(lobbySetJoinable, uintptr(lobby), flag, 0, 0))
}

// LobbyMemberLimit implements [platform.Matchmaking].
func (p *Platform) LobbyMemberLimit(lobby networking.SteamID) int {
	return int(int32(p.use(lobbyMemberLimit, uintptr(lobby), 0, 0, 0)))
}

// SetLobbyMemberLimit implements [platform.Matchmaking].
func (p *Platform) SetLobbyMemberLimit(lobby networking.SteamID, limit int) bool {
	return isTrue(p.use(lobbySetMemberLimit, uintptr(lobby), uintptr(limit), 0, 0))
}

// RequestLobbyList implements [platform.Matchmaking]. Steam keeps filters until
// it is asked for a list, so none may be left without one.
func (p *Platform) RequestLobbyList(f networking.LobbyFilter) {
	request := func() uintptr {
		p.setFilter(f)
		return p.use(listRequest, 0, 0, 0, 0)
	}
	p.expect(request, callbackLobbyMatchList, 4, func(result []byte, failed bool) {
		var ids []byte
		if !failed {
			for i := range min(binary.LittleEndian.Uint32(result), maxListed) {
				ids = binary.BigEndian.AppendUint64(ids, uint64(p.use(listLobby, uintptr(i), 0, 0, 0)))
			}
		}
		p.signals.Post(signals.LobbyMatchList{Lobbies: string(ids)})
	})
}

// setFilter says which lobbies the next list is to have.
func (p *Platform) setFilter(f networking.LobbyFilter) {
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

// SendLobbyChat implements [platform.Matchmaking]. As GodotSteam does, it sends
// the text with the zero byte at its end, unless that makes it too long.
func (p *Platform) SendLobbyChat(lobby networking.SteamID, message []byte) bool {
	text := cText(string(message))
	text = text[:min(len(text), networking.MaxLobbyChat)]
	return isTrue(p.use(lobbySendChat, uintptr(lobby), uintptr(address(text)), uintptr(len(text)), 0))
}

// chatEntry fetches what a LobbyChatMsg_t speaks of. p.alive is held.
func (p *Platform) chatEntry(lobby uint64, index uint32) (event signals.LobbyMessage, ok bool) {
	buffer := make([]byte, networking.MaxLobbyChat+1)
	user, kind := new(uint64), new(int32)
	n := p.useMore(lobbyChatEntry, uintptr(lobby), uintptr(index), uintptr(unsafe.Pointer(user)),
		uintptr(address(buffer)), uintptr(len(buffer)), uintptr(unsafe.Pointer(kind)), 0, 0, 0)
	size := int(int32(n))
	if size < 0 || size > len(buffer) || *user == 0 {
		return event, false
	}
	return signals.LobbyMessage{Lobby: lobby, User: *user, Message: textOf(buffer[:size]), Type: int(*kind)}, true
}

// SetLobbyGameServer implements [platform.Matchmaking]. Steam does not say how
// it went.
func (p *Platform) SetLobbyGameServer(lobby networking.SteamID, s networking.GameServer) bool {
	var ip uint32
	if a, err := netip.ParseAddr(s.IP); err == nil && a.Is4() {
		four := a.As4()
		ip = binary.BigEndian.Uint32(four[:])
	}
	p.use(lobbySetServer, uintptr(lobby), uintptr(ip), uintptr(s.Port), uintptr(s.ID))
	return true
}

// LobbyGameServer implements [platform.Matchmaking].
func (p *Platform) LobbyGameServer(lobby networking.SteamID) (networking.GameServer, bool) {
	ip, port, id := new(uint32), new(uint16), new(uint64)
	ok := p.use(lobbyServer, uintptr(lobby), uintptr(unsafe.Pointer(ip)), uintptr(unsafe.Pointer(port)), uintptr(unsafe.Pointer(id)))
	if !isTrue(ok) {
		return networking.GameServer{}, false
	}
	return networking.GameServer{IP: dotted(*ip), Port: *port, ID: networking.SteamID(*id)}, true
}

// dotted writes an IPv4 address that Steam holds as a number.
func dotted(ip uint32) string {
	return fmt.Sprintf("%d.%d.%d.%d", byte(ip>>24), byte(ip>>16), byte(ip>>8), byte(ip))
}
