package sockets

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// every has a frame of each kind, with each field at its ends.
var every = []frame{
	{kind: frameConnect, from: 1, port: 0, own: -1, window: window{1 << 20, 1000}},
	{
		kind: frameConnect, from: 1<<32 - 1, port: maxPort, own: maxPort, symmetric: true,
		window: window{maxCount, maxCount},
	},
	{kind: frameAccept, to: 7, from: 8, window: window{0, 0}},
	{kind: frameClose, to: 7, from: 8, reason: 1000, text: "good bye"},
	{kind: frameClose, from: 8, reason: 0xFFFF, heard: maxCount, text: string(bytes.Repeat([]byte("é"), 63))},
	{kind: frameData, to: 7, number: 1, data: []byte{}},
	{kind: frameData, to: 7, lane: 254, number: maxCount, total: 3, data: []byte("abc")},
	{kind: frameData, to: 7, number: 2, total: MaxMessage + maxHeader, offset: MaxMessage, data: []byte("abcd")},
	{kind: frameData, to: 1<<32 - 1, lane: 254, number: maxCount, total: MaxMessage, data: make([]byte, SegmentSize)},
	{kind: frameWindow, to: 7, window: window{300, 70}, heard: 12},
	{kind: framePing, to: 7, token: maxCount, frames: 3, heard: 4},
	{kind: framePong, to: 7, token: 5, quality: 100, heard: 4},
}

func TestFramesThereAndBack(t *testing.T) {
	for _, f := range every {
		b := appendFrame(nil, &f)
		got, err := parseFrame(b)
		require.NoError(t, err, "%+v", f)
		require.Equal(t, f, got)
		if f.kind == frameData {
			require.LessOrEqual(t, len(b)-len(f.data), maxFrameHeader)
			continue
		}
		for n := range b {
			_, err := parseFrame(b[:n])
			if f.kind != frameClose { // whose text may end anywhere
				require.Error(t, err, "%d of %x", n, b)
			}
		}
	}
}

func TestFramesThatNobodySends(t *testing.T) {
	for what, b := range map[string][]byte{
		"nothing":                      {},
		"no kind":                      {0},
		"another kind":                 {8, 1, 1, 1, 1},
		"a connection of nobody":       {byte(frameConnect), 0, 0, 0, 0, 1, 1},
		"a flag that there isn't":      {byte(frameConnect), 1, 0, 0, 2, 1, 1},
		"a number in a longer form":    {byte(frameAccept), 0x81, 0x00, 1, 1, 1},
		"a number without end":         append(append([]byte{byte(frameAccept)}, bytes.Repeat([]byte{0xFF}, 10)...), 1),
		"a handle of 33 bits":          {byte(frameAccept), 0x80, 0x80, 0x80, 0x80, 0x20, 1, 1, 1},
		"something behind it":          {byte(frameWindow), 1, 1, 1, 1, 1},
		"a lane of 255":                {byte(frameData), 1, 255, 1, 1, 0, 'x'},
		"a message without number":     {byte(frameData), 1, 0, 0, 1, 0, 'x'},
		"more than the whole":          {byte(frameData), 1, 0, 1, 1, 0, 'x', 'y'},
		"an offset behind the end":     {byte(frameData), 1, 0, 1, 1, 2},
		"a piece of nothing":           {byte(frameData), 1, 0, 1, 9, 1},
		"a message that is too large":  {byte(frameData), 1, 0, 1, 0x85, 0x80, 0x20, 0, 'x'},
		"a text that is none":          {byte(frameClose), 1, 1, 4, 0, 0, 0xFF},
		"a long text":                  append([]byte{byte(frameClose), 1, 1, 4, 0, 0}, bytes.Repeat([]byte("x"), 128)...),
		"more than a hundred per cent": {byte(framePong), 1, 1, 101, 1},
		"a segment that is too large": append(
			[]byte{byte(frameData), 1, 0, 1, 0xFF, 0xFF, 0x1F, 0}, make([]byte, SegmentSize+1)...,
		),
	} {
		_, err := parseFrame(b)
		require.ErrorIs(t, err, errFrame, what)
	}
}

// FuzzFrame: whatever is read is within the limits, and written is the same.
func FuzzFrame(f *testing.F) {
	for _, f1 := range every {
		f.Add(appendFrame(nil, &f1))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := parseFrame(b)
		if err != nil {
			require.Equal(t, frame{}, got)
			return
		}
		require.Equal(t, b, appendFrame(nil, &got))
		require.LessOrEqual(t, got.total, MaxMessage+maxHeader)
		require.LessOrEqual(t, got.offset+len(got.data), got.total)
		require.LessOrEqual(t, len(got.text), MaxText)
	})
}
