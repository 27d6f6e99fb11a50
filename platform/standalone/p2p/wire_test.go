package p2p

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/networking"
	"godotsteam/platform/standalone/endpoint"
)

func fromHex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	require.NoError(t, err)
	return b
}

// What is on the wire is fixed: a peer with another build must understand it.
func TestFramesOnTheWire(t *testing.T) {
	for flags, o := range []opening{{}, {lost: true}, {active: true}, {lost: true, active: true}} {
		o.epoch = epoch{0x0102030405060708, 0x1112131415161718}
		b := appendOpen(nil, o)
		require.Equal(t, append(fromHex(t, "00 0102030405060708 1112131415161718"), byte(flags)), b)
		f, _, err := parseFrame(b, networking.MaxReliable)
		require.NoError(t, err)
		require.Equal(t, frame{open: true, opening: o}, f)
	}
	for _, c := range []struct {
		name            string
		length, channel int
		want            string
	}{
		{"the smallest", 1, 0, "01 00"},
		{"a length of two bytes", 64, 5, "4040 05"},
		{"the largest unreliable one", 1200, 63, "44b0 3f"},
		{"a length of four bytes", 1 << 14, 64, "80004000 4040"},
		{"the largest of all, on the highest channel", 1 << 20, 1<<31 - 1, "80100000 c00000007fffffff"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := appendHeader(nil, c.length, c.channel)
			require.Equal(t, fromHex(t, c.want), b)
			require.LessOrEqual(t, len(b), maxHeader)
			f, n, err := parseFrame(b, networking.MaxReliable)
			require.NoError(t, err)
			require.Equal(t, len(b), n)
			require.Equal(t, frame{length: c.length, channel: c.channel}, f)
			for cut := range b {
				_, _, err := parseFrame(b[:cut], networking.MaxReliable)
				require.ErrorIs(t, err, errIncomplete, "%d bytes of it", cut)
			}
		})
	}
}

func TestAnOpenIsReadHoweverItsZeroIsWritten(t *testing.T) {
	const rest = "0102030405060708 1112131415161718 01"
	for _, zero := range []string{"00", "4000", "80000000", "c000000000000000"} {
		b := fromHex(t, zero+rest)
		f, n, err := parseFrame(b, networking.MaxReliable)
		require.NoError(t, err)
		require.Equal(t, len(b), n)
		require.Equal(t,
			frame{open: true, opening: opening{epoch: epoch{0x0102030405060708, 0x1112131415161718}, lost: true}}, f)
		for cut := range b {
			_, _, err := parseFrame(b[:cut], networking.MaxReliable)
			require.ErrorIs(t, err, errIncomplete, "%d bytes of %x", cut, b)
		}
	}
}

func TestFramesThatMustNotBe(t *testing.T) {
	for _, c := range []struct{ name, bytes, text string }{
		{"an OPEN of an unknown kind", "00 0102030405060708 1112131415161718 04",
			"protocol violation: an OPEN that ends in 4"},
		{"a length over the limit", "80100001 00",
			"protocol violation: a message of 1048577 bytes, over the limit of 1048576"},
		{"the largest length", "ffffffffffffffff",
			"protocol violation: a message of 4611686018427387903 bytes, over the limit of 1048576"},
		{"a channel over the limit", "01 c000000080000000", "protocol violation: channel 2147483648"},
		{"the largest channel", "01 ffffffffffffffff", "protocol violation: channel 4611686018427387903"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := parseFrame(fromHex(t, c.bytes), networking.MaxReliable)
			require.EqualError(t, err, c.text)
		})
	}
}

func TestDatagrams(t *testing.T) {
	message := func(channel int, text string) []byte {
		return append(appendHeader(nil, len(text), channel), text...)
	}
	two := append(message(1, "one"), message(70, "two")...)
	arrivals, err := parseDatagram(nil, two)
	require.NoError(t, err)
	require.Equal(t, []networking.Arrival{{Channel: 1, Data: []byte("one")}, {Channel: 70, Data: []byte("two")}}, arrivals)

	for _, c := range []struct {
		name  string
		bytes []byte
		text  string
	}{
		{"cut off", two[:len(two)-1], "protocol violation: a datagram that ends inside a message"},
		{"cut off in a header", []byte{1}, "protocol violation: a datagram that can't be read: incomplete frame"},
		{"an OPEN", appendOpen(nil, opening{epoch: epoch{1, 1}}), "protocol violation: an OPEN in a datagram"},
		{"too large a message", message(0, strings.Repeat("x", 1201)),
			"protocol violation: a datagram that can't be read: " +
				"protocol violation: a message of 1201 bytes, over the limit of 1200"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseDatagram(nil, c.bytes)
			require.EqualError(t, err, c.text)
		})
	}
}

func TestEpochs(t *testing.T) {
	one := heardEpoch{epoch{life: 7, session: 1}, 5}
	for _, c := range []struct {
		what  string
		other heardEpoch
		newer bool
	}{
		{"the same", one, false},
		{"the same on a later link", heardEpoch{epoch{7, 1}, 6}, false},
		{"a later session", heardEpoch{epoch{7, 2}, 5}, true},
		{"a later session on an earlier link", heardEpoch{epoch{7, 2}, 4}, true},
		{"an earlier session on a later link", heardEpoch{epoch{7, 0}, 6}, false},
		{"another run, whose clock is behind", heardEpoch{epoch{1, 1}, 6}, true},
		{"another run, whose clock is ahead", heardEpoch{epoch{9, 9}, 6}, true},
		{"an earlier run, whose clock was ahead", heardEpoch{epoch{9, 9}, 4}, false},
		{"none yet", heardEpoch{}, false},
	} {
		require.Equal(t, c.newer, c.other.newerThan(one), c.what)
	}
	require.True(t, one.newerThan(heardEpoch{}), "than none yet")
}

func FuzzFrame(f *testing.F) {
	f.Add([]byte{})
	f.Add(appendOpen(nil, opening{epoch: epoch{1, 2}}))
	f.Add(append([]byte{0x40, 0}, make([]byte, 15)...)) // a zero of two bytes, one byte short
	f.Add(append(appendHeader(nil, 3, 0), "abc"...))
	f.Add(appendHeader(nil, 1<<20, networking.MaxChannel))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		got, n, err := parseFrame(b, networking.MaxReliable)
		if err != nil {
			var violation endpoint.Violation
			if !errors.Is(err, errIncomplete) && !errors.As(err, &violation) {
				t.Fatalf("an error of another kind: %v", err)
			}
			if enough := 8 + openSize; errors.Is(err, errIncomplete) && len(b) >= enough {
				t.Fatalf("%d bytes are always enough to decide", enough)
			}
			return
		}
		if n <= 0 || n > len(b) {
			t.Fatalf("took %d of %d bytes", n, len(b))
		}
		var again []byte
		if got.open {
			again = appendOpen(nil, got.opening)
		} else {
			if got.length < 1 || got.length > networking.MaxReliable || got.channel < 0 || got.channel > networking.MaxChannel {
				t.Fatalf("%+v is beyond the limits", got)
			}
			again = appendHeader(nil, got.length, got.channel)
		}
		if len(again) > n {
			t.Fatalf("what is written takes %d bytes, what was read took %d", len(again), n)
		}
		if back, _, err := parseFrame(again, networking.MaxReliable); err != nil || back != got {
			t.Fatalf("%+v comes back as %+v, %v", got, back, err)
		}
	})
}

func FuzzDatagram(f *testing.F) {
	f.Add([]byte{})
	f.Add(append(appendHeader(nil, 3, 0), "abc"...))
	f.Add(append(append(appendHeader(nil, 1, 64), 'x'), append(appendHeader(nil, 2, 1<<20), "yz"...)...))
	f.Add(append(appendHeader(nil, 4, 0), "abc"...))
	f.Add(appendOpen(nil, opening{epoch: epoch{1, 2}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		arrivals, err := parseDatagram(nil, b)
		total := 0
		for _, a := range arrivals {
			if len(a.Data) == 0 || len(a.Data) > networking.MaxUnreliable || a.Owned {
				t.Fatalf("a message of %d bytes", len(a.Data))
			}
			total += len(a.Data)
		}
		if total > len(b) {
			t.Fatalf("%d bytes out of %d", total, len(b))
		}
		if err != nil {
			var violation endpoint.Violation
			if !errors.As(err, &violation) {
				t.Fatalf("an error of another kind: %v", err)
			}
			return
		}
		var again []byte
		for _, a := range arrivals {
			again = append(appendHeader(again, len(a.Data), a.Channel), a.Data...)
		}
		back, err := parseDatagram(nil, again)
		if err != nil || len(back) != len(arrivals) {
			t.Fatalf("%d messages come back as %d, %v", len(arrivals), len(back), err)
		}
		for i := range back {
			if back[i].Channel != arrivals[i].Channel || !bytes.Equal(back[i].Data, arrivals[i].Data) {
				t.Fatalf("message %d has changed", i)
			}
		}
	})
}
