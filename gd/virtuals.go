package gd

/*
#include "gd.h"
*/
import "C"

import "slices"

// Buffer and BufferOut are parameters of virtual methods that are two of the
// engine's: bytes and their count. [Call.Bytes] reads a Buffer, and
// [Call.SetBuffer] fills a BufferOut.
const (
	Buffer    Type = C.GD_BUFFER
	BufferOut Type = C.GD_BUFFER_OUT
)

// Signature is what a virtual method of the engine takes and returns.
type Signature struct {
	Name     string
	Hash     uint32 // the engine's, of all of it
	Params   []Type
	Result   Type
	Required bool
}

// VirtualsOf returns the virtual methods of an engine's class that are known
// here. What scripts alone use (_get_packet_script) is left out.
func VirtualsOf(class string) []Signature {
	switch class {
	case "PacketPeerExtension":
		return packetPeer
	case "MultiplayerPeerExtension":
		return multiplayerPeer
	}
	return nil
}

var packetPeer = []Signature{
	{"_get_packet", 3099858825, []Type{BufferOut}, Int, true},
	{"_put_packet", 3099858825, []Type{Buffer}, Int, true},
	{"_get_available_packet_count", 3905245786, nil, Int, true},
	{"_get_max_packet_size", 3905245786, nil, Int, true},
}

var multiplayerPeer = slices.Concat(packetPeer, []Signature{
	{"_get_packet_channel", 3905245786, nil, Int, true},
	{"_get_packet_mode", 3369852622, nil, Int, true},
	{"_get_packet_peer", 3905245786, nil, Int, true},
	{"_set_transfer_channel", 1286410249, []Type{Int}, Nil, true},
	{"_get_transfer_channel", 3905245786, nil, Int, true},
	{"_set_transfer_mode", 950411049, []Type{Int}, Nil, true},
	{"_get_transfer_mode", 3369852622, nil, Int, true},
	{"_set_target_peer", 1286410249, []Type{Int}, Nil, true},
	{"_is_server", 36873697, nil, Bool, true},
	{"_poll", 3218959716, nil, Nil, true},
	{"_close", 3218959716, nil, Nil, true},
	{"_disconnect_peer", 300928843, []Type{Int, Bool}, Nil, true},
	{"_get_unique_id", 3905245786, nil, Int, true},
	{"_get_connection_status", 2147374275, nil, Int, true},
	{"_set_refuse_new_connections", 2586408642, []Type{Bool}, Nil, false},
	{"_is_refusing_new_connections", 36873697, nil, Bool, false},
	{"_is_server_relay_supported", 36873697, nil, Bool, false},
})

func signatureOf(class, name string) (Signature, bool) {
	for _, s := range VirtualsOf(class) {
		if s.Name == name {
			return s, true
		}
	}
	return Signature{}, false
}
