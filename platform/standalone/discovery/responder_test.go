package discovery

import (
	"context"
	"encoding/binary"
	"log/slog"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/time/rate"
)

// annas is what anna's game answers with, on the first of our links.
func annas(t *testing.T) (Config, instance) {
	c := Config{ID: anna, App: 480, Socket: netip.MustParseAddrPort("[::]:5")}
	i, err := instanceOf(c, here)
	require.NoError(t, err)
	return c, i
}

func ask(t testing.TB, questions ...dnsmessage.Question) []byte {
	packet, err := (&dnsmessage.Message{Header: dnsmessage.Header{ID: 7}, Questions: questions}).Pack()
	require.NoError(t, err)
	return packet
}

func about(name string, kind dnsmessage.Type) dnsmessage.Question {
	return dnsmessage.Question{Name: dnsmessage.MustNewName(name), Type: kind, Class: dnsmessage.ClassINET}
}

func TestAnAnswerIsHeard(t *testing.T) {
	c, i := annas(t)
	packet, err := question()
	require.NoError(t, err)
	a := readQuestions(packet)
	a.alone = true
	answer := i.answer(a, reachable(c.Socket, here))
	require.Less(t, len(answer), maxPacket)
	heard := 0
	readRecords(answer, func(instance string, text []string) {
		id, addresses, err := decode(480, instance, text)
		require.NoError(t, err)
		require.Equal(t, anna, id)
		require.Equal(t, reachable(c.Socket, here), addresses)
		heard++
	})
	require.Equal(t, 1, heard)
	readRecords(packet, func(string, []string) { require.Fail(t, "a question is no answer") })
	require.Empty(t, readQuestions(answer).questions, "and an answer no question")
}

// What other tools of DNS-SD ask is answered as they expect it.
func TestQuestionsOfOtherTools(t *testing.T) {
	c, i := annas(t)
	name, host := anna.String()+"._godotsteam._udp.local.", "godotsteam-"+anna.String()+".local."
	for _, row := range []struct {
		question dnsmessage.Question
		want     []string // types of the answers
	}{
		{about("_services._dns-sd._udp.local.", dnsmessage.TypePTR), []string{"TypePTR"}},
		{about("_GodotSteam._udp.local.", dnsmessage.TypePTR), []string{"TypePTR"}},
		{about(name, dnsmessage.TypeSRV), []string{"TypeSRV"}},
		{about(name, dnsmessage.TypeTXT), []string{"TypeTXT"}},
		{about(name, dnsmessage.TypeALL), []string{"TypeSRV", "TypeTXT"}},
		{about(host, dnsmessage.TypeA), []string{"TypeA"}},
		{about(host, dnsmessage.TypeAAAA), []string{"TypeAAAA", "TypeAAAA"}},
		{about("_http._tcp.local.", dnsmessage.TypePTR), nil},
		{about("other.local.", dnsmessage.TypeA), nil},
		{about(name, dnsmessage.TypeA), nil},
	} {
		for _, alone := range []bool{false, true} {
			q := row.question
			if alone {
				q.Class |= unicastReply
			}
			a := readQuestions(ask(t, about("printer.local.", dnsmessage.TypeA), q))
			require.Equal(t, alone, a.alone)
			packet := i.answer(a, reachable(c.Socket, here[1:2]))
			if row.want == nil {
				require.Nil(t, packet, "%v", row.question)
				continue
			}
			var m dnsmessage.Message
			require.NoError(t, m.Unpack(packet))
			var got []string
			for _, r := range m.Answers {
				got = append(got, r.Header.Type.String())
			}
			require.Equal(t, row.want, got, "%v", row.question)
			require.True(t, m.Response && m.Authoritative)
			if alone {
				require.EqualValues(t, 7, m.ID)
				require.Len(t, m.Questions, 2)
			} else {
				require.Zero(t, m.ID)
				require.Empty(t, m.Questions)
			}
		}
	}
}

// A game with as many addresses as it may announce still fits into a packet.
func TestTheLargestAnswerCrossesTheNetworkWhole(t *testing.T) {
	var prefixes []string
	for i := range 2 * maxAddresses {
		prefixes = append(prefixes, "2001:db8:1111:2222:3333:4444:5555:66"+strconv.Itoa(10+i)+"/64")
	}
	c := Config{ID: anna, App: 4_000_000_000, Socket: netip.MustParseAddrPort("[::]:65535")}
	many := []link{linkOf("eth0", prefixes...)}
	i, err := instanceOf(c, many)
	require.NoError(t, err)
	questions := []dnsmessage.Question{about("_godotsteam._udp.local.", dnsmessage.TypePTR)}
	answer := i.answer(asked{alone: true, questions: questions}, reachable(c.Socket, many))
	require.Less(t, len(answer), 1280-48, "the least that IPv6 promises")
}

// Whatever one packet holds, it costs little and tells of few.
func TestAPacketFullOfRecords(t *testing.T) {
	for name, kind := range map[string]dnsmessage.Type{"names of games": dnsmessage.TypePTR,
		"records": dnsmessage.TypeTXT} {
		t.Run(name, func(t *testing.T) {
			b := dnsmessage.NewBuilder(nil, dnsmessage.Header{Response: true})
			b.EnableCompression()
			require.NoError(t, b.StartAnswers())
			for n := range 50 {
				game := dnsmessage.MustNewName(strconv.Itoa(n) + "." + serviceName.String())
				header := dnsmessage.ResourceHeader{Name: serviceName, Class: dnsmessage.ClassINET}
				if kind == dnsmessage.TypePTR {
					require.NoError(t, b.PTRResource(header, dnsmessage.PTRResource{PTR: game}))
				} else {
					header.Name = game
					require.NoError(t, b.TXTResource(header, dnsmessage.TXTResource{TXT: []string{"app=480"}}))
				}
			}
			packet, err := b.Finish()
			require.NoError(t, err)
			require.Less(t, len(packet), maxPacket)
			heard := 0
			allocs := testing.AllocsPerRun(10, func() {
				heard = 0
				readRecords(packet, func(string, []string) { heard++ })
			})
			require.LessOrEqual(t, heard, maxRecords)
			require.Less(t, allocs, 150.0, "of a few bytes each, and none of them stays")
		})
	}
}

// Somebody elsewhere asks, or answers.
func TestWhoIsNotOnOurLinksIsNotHeard(t *testing.T) {
	r := &responder{here: here, hear: func(netip.Addr, string, []string) { require.Fail(t, "heard") }}
	_, i := annas(t)
	packet := i.answer(asked{questions: []dnsmessage.Question{about(serviceName.String(), dnsmessage.TypePTR)}}, nil)
	for _, from := range at("203.0.113.7:5353", "[2001:db8:1::7]:5353", "[fe80::7%eth9]:5353") {
		r.hearAnswer(packet, from)
		require.NotPanics(t, func() { r.answer(packet, from, family{}) }) // it has no socket to answer with
	}
	heard := false
	r.hear = func(from netip.Addr, instance string, _ []string) {
		heard = true
		require.Equal(t, ip("fe80::7%eth1"), from)
		require.Equal(t, anna.String(), instance)
	}
	r.hearAnswer(packet, netip.MustParseAddrPort("[fe80::7%eth1]:5353"))
	require.True(t, heard)
}

// flooded is a socket that always has one packet more.
type flooded struct {
	sizes []int
	read  int
}

func (f *flooded) ReadFromUDPAddrPort(b []byte) (int, netip.AddrPort, error) {
	f.read++
	return min(len(b), f.sizes[f.read%len(f.sizes)]), netip.AddrPort{}, nil
}

// However fast packets come, so many are looked at in a second and no more.
func TestAFloodIsReadSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		taken := 0
		f := &flooded{sizes: []int{100, maxPacket, maxPacket + 1, 9000}}
		new(responder).read(ctx, f, func(packet []byte, _ netip.AddrPort) {
			taken++
			require.LessOrEqual(t, len(packet), maxPacket)
		})
		require.LessOrEqual(t, f.read, packetBurst+10*packetRate)
		require.InDelta(t, f.read/2, taken, 1, "half of them are too large")
	})
}

// A bug of ours in what takes in a packet is told, and the next one is read.
func TestAPanicInAReaderIsContained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		var log strings.Builder
		r := &responder{config: Config{Log: slog.New(slog.NewTextHandler(&log, nil))}}
		taken := 0
		r.read(ctx, &flooded{sizes: []int{100}}, func([]byte, netip.AddrPort) {
			taken++
			panic("a bug")
		})
		require.Greater(t, taken, packetBurst)
		require.Equal(t, 1, strings.Count(log.String(), "internal error, please report it: a bug"), log.String())
	})
}

// Whoever asks, and however often: the network hears as much of us as it should.
func TestEverybodyIsAnsweredOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, i := annas(t)
		r := &responder{config: c, here: here, instance: i, toAll: rate.NewLimiter(toAllRate, len(here))}
		packet := ask(t, about(serviceName.String(), dnsmessage.TypePTR))
		asks := func(from string) (alone, toAll int) {
			for range 100 {
				one, all := r.answersTo(packet, netip.MustParseAddrPort(from))
				toAll += len(all)
				if one != nil {
					alone++
				}
			}
			return alone, toAll
		}
		_, toAll := asks("192.0.2.9:5353")
		require.Equal(t, len(here), toAll, "at first, as many as there are links")
		for range 10 {
			time.Sleep(time.Second)
			alone, toAll := asks("192.0.2.9:5353")
			require.Zero(t, alone)
			require.Equal(t, toAllRate, toAll)
		}
		alone, toAll := asks("192.0.2.9:5354")
		require.Equal(t, 100, alone, "who asks from another port is answered alone")
		require.Zero(t, toAll)
		alone, toAll = asks("203.0.113.7:5353")
		require.Zero(t, alone+toAll, "and who is elsewhere not at all")
	})
}

func FuzzDiscoveryPacket(f *testing.F) {
	c := Config{ID: anna, App: 480, Socket: netip.MustParseAddrPort("[::]:5")}
	i, err := instanceOf(c, here)
	require.NoError(f, err)
	asks := ask(f, about(serviceName.String(), dnsmessage.TypePTR),
		about(anna.String()+"."+serviceName.String(), dnsmessage.TypeALL))
	f.Add(asks)
	f.Add(i.answer(readQuestions(asks), reachable(c.Socket, here)))
	loop := append([]byte(nil), asks...)
	binary.BigEndian.PutUint16(loop[12:], 0xc00c) // a name that points to itself
	f.Add(loop)
	f.Fuzz(func(t *testing.T, packet []byte) {
		heard := 0
		readRecords(packet, func(instance string, text []string) {
			heard++
			require.False(t, strings.HasSuffix(instance, serviceName.String()))
			decode(480, instance, text) //nolint:errcheck // FuzzDiscoveryRecord
		})
		require.LessOrEqual(t, heard, maxRecords)
		a := readQuestions(packet)
		require.LessOrEqual(t, len(a.questions), maxQuestions)
		a.alone = true
		if answer := i.answer(a, reachable(c.Socket, here)); answer != nil {
			var m dnsmessage.Message
			require.NoError(t, m.Unpack(answer))
			require.NotEmpty(t, m.Answers)
		}
	})
}
