package discovery

import (
	"errors"
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

const (
	// maxPacket is the most bytes of a packet that is looked at: what crosses
	// any local network whole. A game's own are smaller.
	maxPacket = 1500

	// maxRecords is how many games one packet may tell of. A game tells of
	// itself alone; what else is in a packet is skipped.
	maxRecords = 4

	// maxQuestions is how many questions of a packet are looked at.
	maxQuestions = 16

	// ttl is for how many seconds others may remember our records: as long as
	// RFC 6762 allows in answers to whoever asks from a port of their own.
	ttl = 10

	// unicastReply is the bit in a question's class that asks for an answer to
	// whoever asked alone. In a record's class it has another meaning.
	unicastReply = 1 << 15
)

var (
	serviceName = dnsmessage.MustNewName(service + ".local.")
	allServices = dnsmessage.MustNewName("_services._dns-sd._udp.local.")
)

// question returns the packet that asks who is there.
func question() ([]byte, error) {
	q := dnsmessage.Question{Name: serviceName, Type: dnsmessage.TypePTR, Class: dnsmessage.ClassINET}
	return (&dnsmessage.Message{Questions: []dnsmessage.Question{q}}).Pack()
}

// instance is this game as DNS-SD has it.
type instance struct {
	name, host dnsmessage.Name
	port       uint16
	text       []string // the TXT record
}

func instanceOf(c Config, here []link) (instance, error) {
	name, err := dnsmessage.NewName(c.ID.String() + "." + serviceName.String())
	host, err2 := dnsmessage.NewName("godotsteam-" + c.ID.String() + ".local.")
	return instance{name, host, c.Socket.Port(), encode(c.App, reachable(c.Socket, here))}, errors.Join(err, err2)
}

// asked is what a packet asks.
type asked struct {
	id        uint16
	questions []dnsmessage.Question
	alone     bool // the answer is for whoever asked alone
}

// readQuestions reads a packet of somebody who asks. Others have no questions.
func readQuestions(packet []byte) (a asked) {
	var p dnsmessage.Parser
	header, err := p.Start(packet)
	if err != nil || header.Response || header.OpCode != 0 {
		return asked{}
	}
	a.id = header.ID
	for range maxQuestions {
		q, err := p.Question()
		if err != nil {
			break
		}
		a.alone = a.alone || q.Class&unicastReply != 0
		q.Class &^= unicastReply
		a.questions = append(a.questions, q)
	}
	return a
}

// answer returns the packet that answers, if any of the questions is about this
// game, which has these addresses where they were asked.
func (i instance) answer(a asked, at []netip.AddrPort) []byte {
	m := dnsmessage.Message{Header: dnsmessage.Header{Response: true, Authoritative: true}}
	if a.alone {
		m.ID, m.Questions = a.id, a.questions // as DNS without multicast does
	}
	for _, r := range i.records(at) {
		switch {
		case a.wants(r.Header):
			m.Answers = append(m.Answers, r)
		case r.Header.Name != allServices:
			m.Additionals = append(m.Additionals, r) // so that nobody needs to ask again
		}
	}
	if len(m.Answers) == 0 {
		return nil
	}
	packet, err := m.Pack()
	if err != nil {
		return nil // nothing of it is from outside but the questions, which could be read
	}
	return packet
}

func (a asked) wants(r dnsmessage.ResourceHeader) bool {
	for _, q := range a.questions {
		if (q.Type == r.Type || q.Type == dnsmessage.TypeALL) && (q.Class == r.Class || q.Class == dnsmessage.ClassANY) &&
			strings.EqualFold(q.Name.String(), r.Name.String()) {
			return true
		}
	}
	return false
}

func (i instance) records(at []netip.AddrPort) []dnsmessage.Resource {
	record := func(name dnsmessage.Name, kind dnsmessage.Type, body dnsmessage.ResourceBody) dnsmessage.Resource {
		return dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: name, Type: kind, Class: dnsmessage.ClassINET,
			TTL: ttl}, Body: body}
	}
	all := []dnsmessage.Resource{
		record(allServices, dnsmessage.TypePTR, &dnsmessage.PTRResource{PTR: serviceName}),
		record(serviceName, dnsmessage.TypePTR, &dnsmessage.PTRResource{PTR: i.name}),
		record(i.name, dnsmessage.TypeSRV, &dnsmessage.SRVResource{Port: i.port, Target: i.host}),
		record(i.name, dnsmessage.TypeTXT, &dnsmessage.TXTResource{TXT: i.text}),
	}
	for _, a := range at {
		if ip := a.Addr(); ip.Is4() {
			all = append(all, record(i.host, dnsmessage.TypeA, &dnsmessage.AResource{A: ip.As4()}))
		} else {
			all = append(all, record(i.host, dnsmessage.TypeAAAA, &dnsmessage.AAAAResource{AAAA: ip.As16()}))
		}
	}
	return all
}

// readRecords gives hear the TXT records of games in a packet that answers,
// each with the name of its instance.
func readRecords(packet []byte, hear func(instance string, text []string)) {
	var p dnsmessage.Parser
	if header, err := p.Start(packet); err != nil || !header.Response || p.SkipAllQuestions() != nil {
		return
	}
	left := maxRecords
	read := func(next func() (dnsmessage.ResourceHeader, error), skip func() error) {
		for {
			header, err := next()
			if err != nil {
				return
			}
			instance, ok := instanceIn(header.Name)
			if !ok || header.Type != dnsmessage.TypeTXT || left == 0 {
				if skip() != nil {
					return
				}
				continue
			}
			left--
			text, err := p.TXTResource()
			if err != nil {
				return
			}
			hear(instance, text.TXT)
		}
	}
	read(p.AnswerHeader, p.SkipAnswer)
	if p.SkipAllAuthorities() == nil {
		read(p.AdditionalHeader, p.SkipAdditional)
	}
}

// instanceIn returns the part of a name that names a game.
func instanceIn(n dnsmessage.Name) (string, bool) {
	name, suffix := n.String(), "."+serviceName.String()
	if len(name) <= len(suffix) {
		return "", false
	}
	instance, rest := name[:len(name)-len(suffix)], name[len(name)-len(suffix):]
	return instance, strings.EqualFold(rest, suffix)
}
