package lobby

import (
	"maps"
	"slices"

	"godotsteam/steamtypes"
)

// Info is what a host tells everybody of its lobby.
type Info struct {
	Lobby    steamtypes.SteamID   `cbor:"l"`
	Owner    steamtypes.SteamID   `cbor:"o"`
	Type     steamtypes.LobbyType `cbor:"t"`
	Joinable bool                 `cbor:"j"`
	Members  int                  `cbor:"m"`
	Limit    int                  `cbor:"n"`
	Data     map[string]string    `cbor:"d,omitempty"`
}

func (i *Info) isListed() bool {
	return (i.Type == steamtypes.LobbyPublic || i.Type == steamtypes.LobbyInvisible) && i.Joinable && i.Members < i.Limit
}

// Query asks a peer for the lobbies that it hosts and lists; for one lobby
// alone, whether it is listed or not, if that is not 0.
func (n *Node) Query(peer steamtypes.SteamID, query uint64, lobby steamtypes.SteamID) {
	n.send(peer, &Message{Kind: kindQuery, Lobby: lobby, Number: query})
}

// hosted returns what others may know of the lobbies that we host.
func (n *Node) hosted(only steamtypes.SteamID) []Info {
	var infos []Info
	size := 0
	for _, id := range n.Lobbies() {
		r := n.replicas[id]
		if !r.leads() {
			continue
		}
		s := r.state
		info := Info{Lobby: id, Owner: s.Owner, Type: s.Type, Joinable: s.Joinable, Members: len(s.Members), Limit: s.Limit,
			Data: maps.Clone(s.Data)}
		wanted := id == only || only == 0 && info.isListed()
		if weight := info.size(); wanted && size+weight <= maxListBytes {
			infos = append(infos, info)
			size += weight
		}
	}
	return infos
}

func (i *Info) size() int {
	size := entryOverhead
	for k, v := range i.Data {
		size += len(k) + len(v) + entryOverhead
	}
	return size
}

// listed takes in what a peer says of the lobbies that it hosts, if we have
// asked: it may be large, and anybody can send one.
func (n *Node) listed(from steamtypes.SteamID, m *Message) {
	if !n.config.Asked(from, m.Number) {
		return
	}
	infos := m.Lobbies[:min(len(m.Lobbies), maxInfos)]
	infos = slices.DeleteFunc(infos,
		func(i Info) bool { return i.Owner != from || i.check() != nil || n.replicas[i.Lobby] != nil })
	n.config.Listed(from, m.Number, infos)
	for _, i := range infos {
		n.remember(i)
	}
}

// remember keeps what a host has told us of its lobby. When that becomes too
// much, we start anew: the next list brings back what is of interest.
func (n *Node) remember(i Info) {
	if old, ok := n.known[i.Lobby]; ok {
		n.knownBytes -= old.size()
	}
	n.knownBytes += i.size()
	if n.knownBytes > maxKnownBytes || len(n.known) >= maxKnown {
		clear(n.known)
		n.knownBytes = i.size()
	}
	n.known[i.Lobby] = i
}

// check reports what is wrong with what a host says of its lobby.
func (i *Info) check() error {
	if !IsLobbyID(i.Lobby) || i.Limit < 1 || i.Limit > steamtypes.MaxLobbyMembers ||
		i.Members < 1 || i.Members > steamtypes.MaxLobbyMembers || len(i.Data) > steamtypes.MaxLobbyKeys {
		return errNotAllowed
	}
	for k, v := range i.Data {
		if k == "" || len(k) > steamtypes.MaxLobbyKey || len(v) > steamtypes.MaxLobbyValue {
			return errNotAllowed
		}
	}
	return nil
}
