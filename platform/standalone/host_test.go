package standalone

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"go.uber.org/goleak"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/platform/standalone/discovery"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

// A process of these tests that plays on another host (see discovery_test.go)
// is this test program with hostVariable set: a platform that does what it is
// told on stdin, a line each, and answers each with a line.
const hostVariable = "GODOTSTEAM_TEST_HOST"

// playHost plays a host whose configuration is "name app data-folder".
func playHost(configuration string) {
	var name, folder string
	var app uint32
	if _, err := fmt.Sscan(configuration, &name, &app, &folder); err != nil {
		panic(err)
	}
	queue := new(signals.Queue)
	p, err := Start(platform.Config{
		AppID: app, Signals: queue, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	}, Options{Identity: name, DataDir: folder, Discovery: DiscoveryNetwork, Timeout: 6 * time.Second})
	if err != nil {
		panic(err)
	}
	p.FriendList(0xFFFF) // look around from now on
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		fmt.Println(obey(p, queue, words[0], words[1:]))
	}
	p.Shutdown()
	if err := goleak.Find(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func obey(p *Platform, queue *signals.Queue, what string, about []string) string {
	var who steamtypes.SteamID
	if len(about) > 0 {
		id, err := strconv.ParseUint(about[0], 10, 64)
		if err != nil {
			return err.Error()
		}
		who = steamtypes.SteamID(id)
	}
	switch what {
	case "id":
		return p.SteamID().String()
	case "friends":
		return fmt.Sprint(p.FriendList(0xFFFF))
	case "found": // on the network
		return fmt.Sprint(p.places.finder.List())
	case "ways":
		return fmt.Sprint(p.places.finder.Find(who))
	case "lie": // say that somebody is at ports where nobody is
		for port := range uint16(3) {
			socket := netip.AddrPortFrom(p.address.Addr(), port+1)
			liar := discovery.New(discovery.Config{ID: who, App: p.appID, Socket: socket, Log: p.log})
			p.tasks.Go(func() { liar.Run(p.tasks.Context()) })
		}
		return "done"
	case "create":
		p.CreateLobby(steamtypes.LobbyPublic, 4)
		e := awaitEvent[signals.LobbyCreated](queue)
		return fmt.Sprint(e.Lobby)
	case "list":
		p.RequestLobbyList(steamtypes.LobbyFilter{})
		return fmt.Sprint(awaitEvent[signals.LobbyMatchList](queue).Lobbies)
	case "send":
		return fmt.Sprint(p.Send(who, []byte("hello"), networking.SendReliable, 0))
	case "accept":
		p.Accept(who)
		packet, _ := p.ReadPacket(0, 100)
		return fmt.Sprintf("%s from %s", packet.Data, packet.From)
	}
	return "what?"
}

// awaitEvent drops all events but the first of a kind.
func awaitEvent[E signals.Event](queue *signals.Queue) E {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		var found []E
		queue.Drain(func(e signals.Event) {
			if e, ok := e.(E); ok {
				found = append(found, e)
			}
		})
		if len(found) > 0 {
			return found[0]
		}
		time.Sleep(5 * time.Millisecond)
	}
	var none E
	return none
}
