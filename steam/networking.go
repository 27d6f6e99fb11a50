package steam

// GodotSteam's page "Functions | Networking": the eight functions of
// ISteamNetworking, the peer-to-peer networking of this class.

import (
	"errors"
	"fmt"

	"godotsteam/gd"
	"godotsteam/networking"
)

var (
	keyConnectionActive     = gd.NewKey("connection_active")
	keyConnecting           = gd.NewKey("connecting")
	keySessionError         = gd.NewKey("session_error")
	keyUsingRelay           = gd.NewKey("using_relay")
	keyBytesQueuedForSend   = gd.NewKey("bytes_queued_for_send")
	keyPacketsQueuedForSend = gd.NewKey("packets_queued_for_send")
	keyRemoteIP             = gd.NewKey("remote_ip")
	keyRemotePort           = gd.NewKey("remote_port")

	keyData = gd.NewKey("data")
	// The page calls the sender steam_id_remote; GodotSteam 4.8 and later
	// remote_steam_id. Scripts of both kinds exist, so a packet has both.
	keySteamIDRemote = gd.NewKey("steam_id_remote")
	keyRemoteSteamID = gd.NewKey("remote_steam_id")
)

func networkingEnums() []gd.Enum {
	return []gd.Enum{
		{Name: "P2PSend", Constants: []gd.Constant{
			{Name: "P2P_SEND_UNRELIABLE", Value: int64(networking.SendUnreliable)},
			{Name: "P2P_SEND_UNRELIABLE_NO_DELAY", Value: int64(networking.SendUnreliableNoDelay)},
			{Name: "P2P_SEND_RELIABLE", Value: int64(networking.SendReliable)},
			{Name: "P2P_SEND_RELIABLE_WITH_BUFFERING", Value: int64(networking.SendReliableWithBuffering)},
		}},
		{Name: "P2PSessionError", Constants: []gd.Constant{
			{Name: "P2P_SESSION_ERROR_NONE", Value: 0},
			{Name: "P2P_SESSION_ERROR_NOT_RUNNING_APP", Value: 1},
			{Name: "P2P_SESSION_ERROR_NO_RIGHTS_TO_APP", Value: 2},
			{Name: "P2P_SESSION_ERROR_DESTINATION_NOT_LOGGED_ON", Value: 3},
			{Name: "P2P_SESSION_ERROR_TIMEOUT", Value: 4},
			{Name: "P2P_SESSION_ERROR_MAX", Value: 5},
		}},
	}
}

func (s *Steam) networkingMethods() []gd.Method {
	return []gd.Method{
		gd.Func1("acceptP2PSessionWithUser", s.acceptP2PSessionWithUser, gd.Arg("steam_id_remote")),
		gd.Func1("allowP2PPacketRelay", s.allowP2PPacketRelay, gd.Arg("allow")),
		gd.Func2("closeP2PChannelWithUser", s.closeP2PChannelWithUser, gd.Arg("steam_id_remote"), gd.Arg("channel")),
		gd.Func1("closeP2PSessionWithUser", s.closeP2PSessionWithUser, gd.Arg("steam_id_remote")),
		gd.Dict1("getP2PSessionState", s.getP2PSessionState, gd.Arg("steam_id_remote")),
		gd.Func1("getAvailableP2PPacketSize", s.getAvailableP2PPacketSize, gd.Arg("channel").Or(0)).
			PublishedIn(s.published.heads),
		gd.Dict2("readP2PPacket", s.readP2PPacket, gd.Arg("packet"), gd.Arg("channel").Or(0)).
			EmptyWhileZero(s.published.heads, 1),
		gd.Func4("sendP2PPacket", s.sendP2PPacket, gd.Arg("steam_id_remote"), gd.Arg("data"),
			gd.EnumArg("send_type", "P2PSend"), gd.Arg("channel").Or(0)),
	}
}

// acceptP2PSessionWithUser answers a p2p_session_request.
func (s *Steam) acceptP2PSessionWithUser(remote int64) bool {
	p := s.require("acceptP2PSessionWithUser")
	if p == nil {
		return false
	}
	id, err := networking.PeerID(remote)
	if err != nil {
		s.errors.report("acceptP2PSessionWithUser", err)
		return false
	}
	return p.Accept(id)
}

// allowP2PPacketRelay says whether later connections may be relayed.
func (s *Steam) allowP2PPacketRelay(allow bool) bool {
	p := s.require("allowP2PPacketRelay")
	return p != nil && p.AllowRelay(allow)
}

// closeP2PChannelWithUser closes a channel, and the session with the last one.
// With nobody, 0, there is none: a game that leaves may not have found anybody.
func (s *Steam) closeP2PChannelWithUser(remote, channel int64) bool {
	p := s.require("closeP2PChannelWithUser")
	if p == nil || remote == 0 {
		return false
	}
	id, err := networking.PeerID(remote)
	if err == nil {
		err = networking.CheckChannel(channel)
	}
	if err != nil {
		s.errors.report("closeP2PChannelWithUser", err)
		return false
	}
	return p.CloseChannel(id, int(channel))
}

// closeP2PSessionWithUser ends a session and drops what waits. With nobody, 0,
// there is none.
func (s *Steam) closeP2PSessionWithUser(remote int64) bool {
	p := s.require("closeP2PSessionWithUser")
	if p == nil || remote == 0 {
		return false
	}
	id, err := networking.PeerID(remote)
	if err != nil {
		s.errors.report("closeP2PSessionWithUser", err)
		return false
	}
	return p.CloseSession(id)
}

// getP2PSessionState describes a session, {} when there is none. Its flags are
// bools, as GodotSteam documents them.
func (s *Steam) getP2PSessionState(remote int64, d *gd.Dictionary) {
	p := s.require("getP2PSessionState")
	if p == nil || remote == 0 {
		return
	}
	id, err := networking.PeerID(remote)
	if err != nil {
		s.errors.report("getP2PSessionState", err)
		return
	}
	state, ok := p.SessionState(id)
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

// getAvailableP2PPacketSize returns the size of a channel's next packet, 0 if
// none. The engine mostly answers it itself from published memory.
func (s *Steam) getAvailableP2PPacketSize(channel int64) int64 {
	p := s.require("getAvailableP2PPacketSize")
	if p == nil {
		return 0
	}
	if err := networking.CheckChannel(channel); err != nil {
		s.errors.report("getAvailableP2PPacketSize", err)
		return 0
	}
	return int64(p.PacketSize(int(channel)))
}

// readP2PPacket takes the next packet of a channel, {} if none waits.
func (s *Steam) readP2PPacket(packet, channel int64, d *gd.Dictionary) {
	p := s.require("readP2PPacket")
	if p == nil {
		return
	}
	err := networking.CheckChannel(channel)
	if err == nil && packet < 0 {
		err = packetSizeError{packet}
	}
	if err != nil {
		s.errors.report("readP2PPacket", err)
		return
	}
	got, ok := p.ReadPacket(int(channel), int(min(packet, networking.MaxReliable)))
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
func (s *Steam) sendP2PPacket(remote int64, data []byte, sendType, channel int64) bool {
	p := s.require("sendP2PPacket")
	if p == nil {
		return false
	}
	id, err := networking.PeerID(remote)
	if err == nil {
		err = networking.CheckSend(len(data), sendType, channel)
	}
	if err == nil {
		err = p.Send(id, data, networking.SendType(sendType), int(channel))
	}
	switch {
	case err == nil:
		return true
	case errors.Is(err, networking.ErrQueueFull):
		s.errors.warn("sendP2PPacket", err) // flow control, not a mistake
	default:
		s.errors.report("sendP2PPacket", err)
	}
	return false
}

// packetSizeError is a negative size to read.
type packetSizeError struct{ value int64 }

func (e packetSizeError) Error() string {
	return fmt.Sprintf("packet is %d: it is the most bytes to read, usually getAvailableP2PPacketSize()", e.value)
}
