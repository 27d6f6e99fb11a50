package steam

// GodotSteam's page "Functions | Networking": the eight functions of
// ISteamNetworking, the peer-to-peer networking of this class.

import (
	"sync/atomic"

	"godotsteam/networking"
	"godotsteam/platform"
	"godotsteam/steamtypes"
)

var (
	keyConnectionActive     = keyOf("connection_active")
	keyConnecting           = keyOf("connecting")
	keySessionError         = keyOf("session_error")
	keyUsingRelay           = keyOf("using_relay")
	keyBytesQueuedForSend   = keyOf("bytes_queued_for_send")
	keyPacketsQueuedForSend = keyOf("packets_queued_for_send")
	keyRemoteIP             = keyOf("remote_ip")
	keyRemotePort           = keyOf("remote_port")

	keyData = keyOf("data")
	// The page calls the sender steam_id_remote; GodotSteam 4.8 and later
	// remote_steam_id. Scripts of both kinds exist, so a packet has both.
	keySteamIDRemote = keyOf("steam_id_remote")
	keyRemoteSteamID = keyOf("remote_steam_id")
)

func heads(p *published) []atomic.Int64 { return p.heads }

// getP2PSessionState describes a session, {} when there is none. Its flags are
// bools, as GodotSteam documents them.
func (on *started) getP2PSessionState(remote steamtypes.SteamID, d dict) {
	state, ok := on.p2p.SessionState(remote)
	if !ok {
		return
	}
	d.Bool(keyConnectionActive, state.Active)
	d.Bool(keyConnecting, state.Connecting)
	d.Int(keySessionError, int64(state.LastError))
	d.Bool(keyUsingRelay, state.UsingRelay)
	d.Int(keyBytesQueuedForSend, int64(state.QueuedBytes))
	d.Int(keyPacketsQueuedForSend, int64(state.QueuedPackets))
	d.Int(keyRemoteIP, int64(state.RemoteIP))
	d.Int(keyRemotePort, int64(state.RemotePort))
}

// readP2PPacket takes the next packet of a channel, {} if none waits.
func (on *started) readP2PPacket(packet int64, channel int, d dict) {
	got, ok := on.p2p.ReadPacket(channel, int(min(packet, networking.MaxReliable)))
	if !ok {
		return
	}
	d.Bytes(keyData, got.Data)
	d.Int(keySteamIDRemote, int64(got.From))
	d.Int(keyRemoteSteamID, int64(got.From))
	got.Release()
}

// sendP2PPacket queues a message. It opens the session if need be, and accepts
// a request of the same user.
func (on *started) sendP2PPacket(remote steamtypes.SteamID, data []byte, sendType, channel int64) error {
	if err := networking.CheckSend(len(data), sendType, channel); err != nil {
		return err
	}
	return on.p2p.Send(remote, data, networking.SendType(sendType), int(channel))
}

var networkingPage = page{"Peer-to-peer", []*row{
	own("acceptP2PSessionWithUser(steam_id_remote: peer) -> bool", fn1(platform.P2P.Accept)).
		calls("ISteamNetworking.AcceptP2PSessionWithUser").
		doc(`
			Answers [signal p2p_session_request]: from now on packets of [param steam_id_remote] are read with
			[method readP2PPacket], those that caused the request first. To refuse, don't answer. Sending to the
			user accepts as well.

			Returns [code]false[/code] if [param steam_id_remote] can't hold a session, or Steam refuses.
			[code]true[/code] does not mean that somebody asked.`),
	own("allowP2PPacketRelay(allow: bool) -> bool", fn1(platform.P2P.AllowRelay)).
		steamOnly("").
		calls("ISteamNetworking.AllowP2PPacketRelay").
		doc(`
			Says whether connections may go through Steam's relay servers when no direct one can be made. Holds
			for connections that are made, or must be made again, after the call. It is allowed by default.

			Returns [code]true[/code] when it was noted. On the platform [code]standalone[/code] there are no relays,
			so it changes nothing.`),
	own("closeP2PChannelWithUser(steam_id_remote: peer?, channel: channel) -> bool",
		fn2(platform.P2P.CloseChannel)).
		calls("ISteamNetworking.CloseP2PChannelWithUser").
		doc(`
			Closes one [param channel] with a user and drops what waits unread on it. Once every channel with
			that user is closed the session closes, and a new packet from them raises a new [signal
			p2p_session_request].

			Returns [code]false[/code] if there is no such session or the channel is not open.`),
	own("closeP2PSessionWithUser(steam_id_remote: peer?) -> bool", fn1(platform.P2P.CloseSession)).
		calls("ISteamNetworking.CloseP2PSessionWithUser").
		doc(`
			Ends the session with a user, gives back what it held, and drops what waits in both directions: also
			what was sent and has not gone out, so give last words a moment. A new packet from that user raises
			a new [signal p2p_session_request].

			Returns [code]false[/code] if there is no session with that user.`),
	own("getP2PSessionState(steam_id_remote: peer?) -> Dictionary", dict1((*started).getP2PSessionState)).
		calls("ISteamNetworking.GetP2PSessionState").
		doc(`
			Describes the session with a user, for debugging. Returns an empty dictionary if there is none,
			otherwise:

			[code]connection_active[/code] ([bool]): packets flow.

			[code]connecting[/code] ([bool]): the other side has not answered yet.

			[code]session_error[/code] ([int]): the last error, one of [enum P2PSessionError].

			[code]using_relay[/code] ([bool]): packets go through a relay server; never on the platform
			[code]standalone[/code].

			[code]bytes_queued_for_send[/code] and [code]packets_queued_for_send[/code] ([int]): what waits at
			this end.

			[code]remote_ip[/code] ([int]): the peer's IPv4 address as a number, its first part in the highest
			byte; [code]0[/code] if unknown or IPv6.

			[code]remote_port[/code] ([int]): the peer's port; [code]0[/code] if unknown.`),
	own("getAvailableP2PPacketSize(channel: channel = 0) -> int", fn1(platform.P2P.PacketSize)).
		publishedIn(heads).
		calls("ISteamNetworking.IsP2PPacketAvailable").
		doc(`
			Returns the size in bytes of the next packet on [param channel], [code]0[/code] if none waits. It is
			cheap: call it in a loop in every frame, on each channel that the game uses. It needs no callbacks.`),
	own("readP2PPacket(packet: size, channel: channel = 0) -> Dictionary", dict2((*started).readP2PPacket)).
		emptyAt(1, heads).
		calls("ISteamNetworking.ReadP2PPacket").
		doc(`
			Takes the next packet of a channel. [param packet] is the most bytes to read, usually what [method
			getAvailableP2PPacketSize] returned; a longer packet is cut to it and the rest is lost. With
			[code]0[/code] nothing is read and nothing is lost.

			Returns an empty dictionary if no packet waits, otherwise:

			[code]data[/code] ([PackedByteArray]): the bytes.

			[code]steam_id_remote[/code] ([int]): who sent it.

			[code]remote_steam_id[/code] ([int]): the same under the name that GodotSteam 4.8 and later gives
			it.`),
	own("sendP2PPacket(steam_id_remote: peer, data: PackedByteArray, send_type: P2PSend, channel: int = 0) -> bool",
		try4((*started).sendP2PPacket)).
		calls("ISteamNetworking.SendP2PPacket").
		doc(`
			Queues a packet for a user and returns at once. The first packet opens the session; if the user
			can't be reached within 20 seconds, or does not accept, [signal p2p_session_connect_fail] is emitted
			and what was queued is dropped. [param data] holds 1 to 1,200 bytes for the unreliable [param
			send_type]s and 1 to 1,048,576 for the reliable ones. [param channel] is a number from 0 on which
			the receiver must read.

			Returns [code]true[/code] if the packet was queued, which does not mean that it arrived. Returns
			[code]false[/code] with an error if an argument can't be right, and with a warning if too much waits
			already (4 MiB for this user on the platform [code]standalone[/code]): try again in a later frame.`),
}}
