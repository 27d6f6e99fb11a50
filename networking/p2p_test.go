package networking

import (
	"testing"

	"github.com/stretchr/testify/require"

	"godotsteam/steamtypes"
)

func TestCheckSend(t *testing.T) {
	for _, c := range []struct {
		name    string
		size    int
		how     int64
		channel int64
		want    error
		text    string
	}{
		{name: "one byte", size: 1, how: 0},
		{name: "the largest unreliable message", size: 1200, how: 0},
		{name: "the largest unreliable message without delay", size: 1200, how: 1},
		{name: "the largest reliable message", size: 1 << 20, how: 2},
		{name: "the largest buffered message", size: 1 << 20, how: 3},
		{name: "the highest channel", size: 1, how: 2, channel: 1<<31 - 1},
		{
			name: "one byte too many, unreliably", size: 1201, how: 0, want: TooLargeError{1201, SendUnreliable},
			text: "data has 1201 bytes and P2P_SEND_UNRELIABLE carries at most 1200: split it or send it with Steam.P2P_SEND_RELIABLE",
		},
		{
			name: "one byte too many, without delay", size: 1201, how: 1, want: TooLargeError{1201, SendUnreliableNoDelay},
			text: "data has 1201 bytes and P2P_SEND_UNRELIABLE_NO_DELAY carries at most 1200: split it or send it with Steam.P2P_SEND_RELIABLE",
		},
		{
			name: "one byte too many, reliably", size: 1<<20 + 1, how: 2, want: TooLargeError{1<<20 + 1, SendReliable},
			text: "data has 1048577 bytes and P2P_SEND_RELIABLE carries at most 1048576: split it",
		},
		{
			name: "one byte too many, buffered", size: 1<<20 + 1, how: 3, want: TooLargeError{1<<20 + 1, SendReliableWithBuffering},
			text: "data has 1048577 bytes and P2P_SEND_RELIABLE_WITH_BUFFERING carries at most 1048576: split it",
		},
		{
			name: "nothing", size: 0, how: 2, want: ErrEmpty,
			text: "data is empty: a packet of zero bytes could not be told from none at all; send at least one byte",
		},
		{
			name: "a send type below the first", size: 1, how: -1, want: SendTypeError{-1},
			text: "send_type is -1: it must be one of Steam.P2P_SEND_UNRELIABLE (0) to Steam.P2P_SEND_RELIABLE_WITH_BUFFERING (3)",
		},
		{
			name: "a send type beyond the last", size: 1, how: 4, want: SendTypeError{4},
			text: "send_type is 4: it must be one of Steam.P2P_SEND_UNRELIABLE (0) to Steam.P2P_SEND_RELIABLE_WITH_BUFFERING (3)",
		},
		{name: "a send type that is right in its low bits alone", size: 1, how: 1<<32 + 2, want: SendTypeError{1<<32 + 2}},
		{
			name: "a negative channel", size: 1, how: 2, channel: -1, want: ChannelError{-1},
			text: "channel is -1: it must be from 0 to 2147483647",
		},
		{
			name: "a channel beyond the last", size: 1, how: 2, channel: 1 << 31, want: ChannelError{1 << 31},
			text: "channel is 2147483648: it must be from 0 to 2147483647",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := CheckSend(c.size, c.how, c.channel)
			require.Equal(t, c.want, err)
			if c.text != "" {
				require.EqualError(t, err, c.text)
			}
		})
	}
}

func TestErrorsNameTheirLimits(t *testing.T) {
	require.EqualError(t, ErrQueueFull, "the send queue is full (4 MiB wait for this user, or 64 MiB for all): send again in a later frame; if it stays full, their game does not read all channels that you send on")
	require.EqualError(t, ErrTooManySessions, "there are already 256 sessions: close one with closeP2PSessionWithUser first")
	require.EqualError(t, ErrTooManyChannels, "there are already 1024 channels open with this user: use fewer, or close some with closeP2PChannelWithUser")
	require.Equal(t, "send type 9", SendType(9).String())
}

func TestTheSendQueueHoldsFourOfTheLargestMessages(t *testing.T) {
	// limits.go promises it; a message costs a header beside its bytes.
	const header = 12
	require.GreaterOrEqual(t, MaxQueuedBytes, 4*(MaxReliable+header))
}

func TestAPacketGivesItsBytesBackOnce(t *testing.T) {
	given := 0
	p := NewPacket(steamtypes.IndividualID(1), []byte("abc"), func(b []byte) {
		given++
		require.Equal(t, "abc", string(b))
	})
	p.Release()
	p.Release()
	require.Equal(t, 1, given)
	require.Empty(t, p)
}
