package lobby

import (
	"fmt"

	"godotsteam/networking"
)

// Kind is what a message says.
type Kind string

// The messages. "Host" is the member that a receiver takes changes from.
const (
	// Of a lobby's life.
	kindPropose Kind = "propose" // member → host: Changes[0], signed
	kindRefuse  Kind = "refuse"  // host → member: proposal Number is not allowed
	kindChanges Kind = "changes" // host → member: Changes, the first being Seq+1
	kindAck     Kind = "ack"     // member → host: has everything up to Seq
	kindWelcome Kind = "welcome" // host → joiner: State at Seq, and the log before it
	kindBye     Kind = "bye"     // I am not in this lobby
	kindGone    Kind = "gone"    // you are not in this lobby any more

	// Of an election.
	kindNudge   Kind = "nudge"   // the host is lost, it is your turn
	kindPrepare Kind = "prepare" // follow me in Term? I am at Version
	kindPromise Kind = "promise" // yes: I am at Version, Changes is what you lack
	kindNack    Kind = "nack"    // Term is not new enough: I have promised Term
	kindFollow  Kind = "follow"  // Term begins: Changes is what you lack

	// Of finding and joining.
	kindFind   Kind = "find"   // do you know this lobby?
	kindHere   Kind = "here"   // Known: I am in it; Host: I am its host
	kindJoin   Kind = "join"   // let me in: Changes[0], signed
	kindDenied Kind = "denied" // no: Response
	kindQuery  Kind = "query"  // your open lobbies (or Lobby alone)
	kindList   Kind = "list"   // Lobbies
	kindInvite Kind = "invite" // come to Lobby
)

// Version says how far a member's copy of a lobby is: the term that it follows
// and the number of its last change. Versions are ordered by term first.
type Version struct {
	Term uint64 `json:"t"`
	Seq  uint64 `json:"s"`
}

func (v Version) newerThan(o Version) bool {
	return v.Term > o.Term || v.Term == o.Term && v.Seq > o.Seq
}

// Message is what one peer tells another.
type Message struct {
	Kind Kind `json:"m"`

	// From and To are the memberships of the sender and the receiver: the
	// numbers that they joined with. Who leaves and comes back is another
	// member, whom old messages are not about.
	From uint64 `json:"f,omitempty"`
	To   uint64 `json:"to,omitempty"`

	Lobby    networking.SteamID               `json:"l,omitempty"`
	Term     uint64                           `json:"t,omitempty"`
	Seq      uint64                           `json:"s,omitempty"`
	Number   uint64                           `json:"n,omitempty"`
	Version  Version                          `json:"v,omitzero"`
	Changes  []Change                         `json:"c,omitempty"`
	State    *State                           `json:"st,omitempty"`
	Host     bool                             `json:"h,omitempty"`
	Known    bool                             `json:"k,omitempty"`
	Response networking.ChatRoomEnterResponse `json:"r,omitempty"`
	Lobbies  []Info                           `json:"ls,omitempty"`
}

// Check reports what is wrong with a message's form. It may come from anybody.
func (m *Message) Check() error {
	if m.Lobby != 0 && !IsLobbyID(m.Lobby) {
		return fmt.Errorf("%v is not a lobby's ID", m.Lobby)
	}
	switch m.Kind {
	case kindPropose, kindJoin:
		if len(m.Changes) != 1 {
			return fmt.Errorf("%s carries %d changes", m.Kind, len(m.Changes))
		}
	case kindWelcome:
		if m.State == nil {
			return fmt.Errorf("%s without a state", m.Kind)
		}
	}
	if m.Lobby == 0 && m.Kind != kindQuery && m.Kind != kindList {
		return fmt.Errorf("%s without a lobby", m.Kind)
	}
	if len(m.Changes) > maxLog+1 {
		return fmt.Errorf("%d changes in a message", len(m.Changes))
	}
	for i := range m.Changes {
		if err := m.Changes[i].checkForm(); err != nil {
			return err
		}
	}
	return nil
}

// encodedSize is about what a change weighs on the wire and in the log.
func encodedSize(c *Change) int {
	return changeOverhead + len(c.Key) + len(c.Value) + len(c.Text) + len(c.Proof) + 8*len(c.Targets)
}
