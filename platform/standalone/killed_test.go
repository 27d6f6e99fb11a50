package standalone

// Real processes, killed as nobody can prepare for.

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/platform"
	"godotsteam/platform/standalone/identity"
	"godotsteam/platform/standalone/simulated"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

func startMember(t *testing.T, name, dir string) *player {
	t.Helper()
	p := &player{Game: &simulated.Game{Queue: new(signals.Queue)}, t: t}
	c := platform.Config{AppID: testApp, Signals: p.Queue, Log: slog.New(slog.DiscardHandler)}
	var err error
	p.Platform, err = Start(c, Options{Identity: name, DataDir: dir, PersonaName: name})
	require.NoError(t, err)
	t.Cleanup(p.Shutdown)
	return p
}

// sight is what a member sees of a lobby.
type sight struct {
	Owner   steamtypes.SteamID
	Members []steamtypes.SteamID
	Data    []steamtypes.KeyValue
	Counts  []string // of each member, in order
}

func (p *player) sees(lobby steamtypes.SteamID) sight {
	s := sight{Owner: p.LobbyOwner(lobby), Members: membersOf(p, lobby), Data: p.AllLobbyData(lobby)}
	for _, id := range s.Members {
		s.Counts = append(s.Counts, p.LobbyMemberData(lobby, id, "count"))
	}
	return s
}

// TestMemberProcess is a member in a process of its own: it joins, counts as
// fast as it can until it reads a line, and then says what it sees for each.
func TestMemberProcess(t *testing.T) {
	name, dir := os.Getenv("LOBBY_MEMBER"), os.Getenv("LOBBY_DIR")
	if name == "" {
		t.Skip("a part of TestOwnersAreKilled")
	}
	value, err := strconv.ParseUint(os.Getenv("LOBBY_ID"), 10, 64)
	require.NoError(t, err)
	lobby := steamtypes.SteamID(value)
	p := startMember(t, name, dir)
	p.getIn(lobby)
	lines := make(chan bool)
	go func() {
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			lines <- true
		}
		close(lines)
	}()
	fmt.Println("in")
	counting := true
	for i := 0; ; i++ {
		select {
		case _, ok := <-lines:
			if !ok {
				return
			}
			counting = false
			text, err := json.Marshal(p.sees(lobby))
			require.NoError(t, err)
			fmt.Println(string(text))
		case <-time.After(time.Millisecond):
			if counting {
				p.SetLobbyMemberData(lobby, "count", strconv.Itoa(i))
				p.SetLobbyData(lobby, "owned by "+name, strconv.Itoa(i)) // as long as it is the owner
			}
			p.Forget()
		}
	}
}

func TestOwnersAreKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := startMember(t, "survivor", dir)
	lobby := p.create(steamtypes.LobbyPublic, 8)
	p.SetLobbyData(lobby, "from", "the beginning")

	type process struct {
		*exec.Cmd
		id  steamtypes.SteamID
		out *bufio.Scanner
		in  interface{ Write([]byte) (int, error) }
	}
	var members []process
	for i := range 5 {
		name := fmt.Sprint("member ", i)
		cmd := exec.Command(os.Args[0], "-test.run=^TestMemberProcess$")
		cmd.Env = append(os.Environ(), "LOBBY_MEMBER="+name, "LOBBY_DIR="+dir, "LOBBY_ID="+lobby.String())
		in, err := cmd.StdinPipe()
		require.NoError(t, err)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		t.Cleanup(func() {
			cmd.Process.Kill() //nolint:errcheck // it may be dead
			cmd.Wait()         //nolint:errcheck
		})
		m := process{cmd, identity.FromText(name).SteamID, bufio.NewScanner(out), in}
		require.True(t, m.out.Scan())
		require.Equal(t, "in", m.out.Text())
		members = append(members, m)
	}
	survivors := members[3:]
	for _, victim := range members[:3] {
		until(t, time.Minute, "our turn", func() bool { return p.SetLobbyOwner(lobby, victim.id) == nil })
		until(t, time.Minute, "its turn", func() bool { return p.LobbyOwner(lobby) == victim.id })
		time.Sleep(rand.N(50 * time.Millisecond)) // at any moment
		require.NoError(t, victim.Process.Kill())
		until(t, time.Minute, "that it is missed", func() bool { return !slices.Contains(membersOf(p, lobby), victim.id) })
	}
	for _, s := range survivors {
		_, err := s.in.Write([]byte("\n"))
		require.NoError(t, err)
		require.True(t, s.out.Scan())
	}
	same := func() bool {
		for _, s := range survivors {
			_, err := s.in.Write([]byte("\n"))
			require.NoError(t, err)
			require.True(t, s.out.Scan())
			var theirs sight
			require.NoError(t, json.Unmarshal(s.out.Bytes(), &theirs))
			if fmt.Sprint(theirs) != fmt.Sprint(p.sees(lobby)) {
				return false
			}
		}
		return true
	}
	until(t, time.Minute, "that all see the same", same)
	require.Equal(t, "the beginning", p.LobbyData(lobby, "from"))
	require.Equal(t, []steamtypes.SteamID{p.SteamID(), survivors[0].id, survivors[1].id}, membersOf(p, lobby))
	require.Empty(t, seen[signals.LobbyKicked](p))
	for _, c := range p.sees(lobby).Counts[1:] {
		require.NotEmpty(t, c)
	}
}
