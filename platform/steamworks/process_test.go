//go:build unix

package steamworks

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/signals"
	"godotsteam/steamtypes"
)

func init() { children["echo"] = echo }

// echo is a player in a process of its own: it accepts everybody and answers
// every packet with the same, until its standard input ends.
func echo() {
	check := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	var queue signals.Queue
	provider := &Provider{SearchDirs: []string{os.Getenv("STEAMWORKS_TEST_LIBRARY")}}
	started, err := provider.Start(platform.Config{AppID: 480, Signals: &queue})
	check(err)
	p := started.(*Platform)
	ended := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	frames := time.NewTicker(time.Millisecond)
	for {
		select {
		case <-ended:
			p.Shutdown()
			return
		case <-frames.C:
		}
		p.RunCallbacks()
		queue.Drain(func(e signals.Event) {
			if request, ok := e.(signals.P2PSessionRequest); ok {
				p.Accept(steamtypes.SteamID(request.SteamIDRemote))
			}
		})
		for channel := range 4 {
			for size := p.PacketSize(channel); size > 0; size = p.PacketSize(channel) {
				packet, _ := p.ReadPacket(channel, size)
				check(p.Send(packet.From, packet.Data, networking.SendReliable, channel))
				packet.Release()
			}
		}
	}
}

// another starts a player in another process. end makes it quit properly.
func another(t *testing.T, id steamtypes.SteamID, o options) (process *os.Process, end func()) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childEnv+"=echo", "STEAMWORKS_TEST_LIBRARY="+filepath.Dir(fakeLibrary(t)))
	for name, value := range o.environ(id) {
		command.Env = append(command.Env, name+"="+value)
	}
	command.Stderr = os.Stderr
	input, err := command.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	ended := false
	end = func() {
		if ended {
			return
		}
		ended = true
		require.NoError(t, input.Close())
		require.NoError(t, command.Wait())
	}
	t.Cleanup(func() {
		if !ended {
			_ = command.Process.Kill()
			_ = command.Wait()
		}
	})
	return command.Process, end
}

func TestTwoProcessesTalk(t *testing.T) {
	o := options{dir: t.TempDir()}
	_, end := another(t, bob, o)
	a := start(t, alice, o)
	for i := range 50 {
		for channel := range 4 {
			a.send(bob, fmt.Sprint("message ", i, " on ", channel), networking.SendReliable, channel)
		}
	}
	for i := range 50 {
		for channel := range 4 {
			a.expect(channel, bob, fmt.Sprint("message ", i, " on ", channel))
		}
	}
	end()
	eventually(t, "the end of the session", func() bool { _, any := a.SessionState(bob); return !any })
	require.False(t, a.heard(signals.P2PSessionConnectFail{SteamIDRemote: uint64(bob), SessionError: 4}))
}

func TestAPeerThatCrashesIsATimeout(t *testing.T) {
	o := options{dir: t.TempDir(), timeout: time.Second}
	process, _ := another(t, bob, o)
	a := start(t, alice, o)
	a.send(bob, "are you there?", networking.SendReliable, 0)
	a.expect(0, bob, "are you there?")
	require.NoError(t, process.Kill())
	eventually(t, "the timeout", func() bool {
		return a.heard(signals.P2PSessionConnectFail{SteamIDRemote: uint64(bob), SessionError: int(networking.ErrorTimeout)})
	})

	_, end := another(t, bob, o)
	a.send(bob, "and now?", networking.SendReliable, 0)
	a.expect(0, bob, "and now?")
	end()
}
