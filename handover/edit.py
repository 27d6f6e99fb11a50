import re
W='/work/lobbies/'
def edit(f,*pairs):
    t=open(W+f).read()
    for a,b in pairs:
        if a not in t: print('MISSING in',f,':',a[:70]); continue
        t=t.replace(a,b,1)
    open(W+f,'w').write(t)
edit('doc_classes/doc_test.go',
('''type value struct {''','''func (v value) godotType() string {
	if v.Enum != "" {
		return v.Enum
	}
	return v.Type
}

type value struct {'''),
('''		t := p.Type
		if p.Enum != "" {
			t = p.Enum
		}
		text := p.Name + ": " + t
''','''		text := p.Name + ": " + p.godotType()
'''),
('m.Name, params, m.Return.Type)','m.Name, params, m.Return.godotType())'),
('''		Value string `xml:"value,attr"`
		Text ''','''		Value string `xml:"value,attr"`
		Enum  string `xml:"enum,attr"`
		Text '''),
('''		known["constant "+c.Name] = true
	}
	for _, enum := range []string{"P2PSend", "P2PSessionError", "SteamAPIInitResult"} {
		known["enum "+enum] = true
	}
''','''		known["constant "+c.Name] = true
		known["enum "+c.Enum] = true
	}
'''))
TABLE='''### Lobbies, friends, and what else there is

The same names, arguments and dictionaries as GodotSteam's. What returns a bool fails with false, an int with 0, a String with `""`, a
list or a Dictionary with an empty one. What lobbies on `lan` promise, and what not, is in [docs/lobbies.md](docs/lobbies.md).

<details><summary>Lobbies: 30 functions</summary>

| Function | Returns, or which signal follows | On `lan` |
|---|---|---|
| `createLobby(lobby_type, max_members = 2)` | `lobby_created`, then `lobby_joined` | the owner's game hosts it; the next member takes over |
| `joinLobby(steam_lobby_id)` | `lobby_joined` | whoever knows a private lobby's ID can join |
| `leaveLobby(steam_lobby_id)` | nothing; the others get `lobby_chat_update` | |
| `inviteUserToLobby(steam_lobby_id, steam_id_invitee)` | bool; `lobby_invite` at the other | only who is around |
| `getNumLobbyMembers(steam_lobby_id)` | int | |
| `getLobbyMemberByIndex(steam_lobby_id, member)` | int: Steam ID | in the order of joining |
| `getLobbyOwner(steam_lobby_id)` | int: Steam ID | |
| `setLobbyOwner(steam_lobby_id, steam_id_new_owner)` | bool; the owner alone may | |
| `getLobbyData(steam_lobby_id, key)` | String | |
| `getAllLobbyData(steam_lobby_id)` | Dictionary: `{0: {index, key, value}, …}` | sorted by key |
| `setLobbyData(steam_lobby_id, key, value)` | bool; the owner alone may; `lobby_data_update` | 256 keys, 1 MiB in all |
| `deleteLobbyData(steam_lobby_id, key)` | bool; the owner alone may | |
| `getLobbyMemberData(steam_lobby_id, steam_id_user, key)` | String | |
| `setLobbyMemberData(steam_lobby_id, key, value)` | nothing; `lobby_data_update` | 256 keys |
| `requestLobbyData(steam_lobby_id)` | bool; `lobby_data_update` | asks the peers around |
| `setLobbyType(steam_lobby_id, lobby_type)` | bool; the owner alone may | |
| `setLobbyJoinable(steam_lobby_id, joinable)` | bool; the owner alone may | |
| `getLobbyMemberLimit(steam_lobby_id)` | int | |
| `setLobbyMemberLimit(steam_lobby_id, max_members)` | bool; the owner alone may | |
| `requestLobbyList()` | `lobby_match_list` | lobbies of the peers around, after 0.5 s at the latest |
| `addRequestLobbyListStringFilter(key_to_match, value_to_match, comparison_type)` | nothing; narrows the next list | |
| `addRequestLobbyListNumericalFilter(key_to_match, value_to_match, comparison_type)` | as above | |
| `addRequestLobbyListNearValueFilter(key_to_match, value_to_be_close_to)` | nothing; sorts the next list | |
| `addRequestLobbyListFilterSlotsAvailable(slots_available)` | as above; narrows it | |
| `addRequestLobbyListDistanceFilter(distance_filter)` | as above | lets all through |
| `addRequestLobbyListResultCountFilter(max_results)` | as above | 50 without it |
| `sendLobbyChatMsg(steam_lobby_id, message_body)` | bool; `lobby_message` at all, the sender too | 4,096 bytes, one order for all |
| `setLobbyGameServer(steam_lobby_id, server_ip = "0", server_port = 0, steam_id_game_server = 0)` | nothing; `lobby_game_created` | |
| `getLobbyGameServer(steam_lobby_id)` | Dictionary: `ret`, `ip`, `port`, `id` | |

Signals: `lobby_created`, `lobby_joined`, `lobby_chat_update`, `lobby_data_update`, `lobby_message`, `lobby_match_list`, `lobby_invite`,
`lobby_kicked`, `lobby_game_created`, and `join_requested` (never on `lan`).

</details>

<details><summary>Friends: 20 functions</summary>

On `lan` a friend is a peer of the same game that is around. There is no overlay: what would open it prints one warning.

| Function | Returns, or which signal follows | On `lan` |
|---|---|---|
| `getFriendCount(friend_flags = 65535)` | int | `FRIEND_FLAG_IMMEDIATE` selects them |
| `getFriendByIndex(friend_number, friend_flags)` | int: Steam ID | |
| `getUserSteamFriends()` | Array of `{id, name, status}` | |
| `hasFriend(steam_id, friend_flags)` | bool | is around? |
| `getFriendPersonaName(steam_id)` | String, `""` while it is not known | |
| `getFriendPersonaState(steam_id)` | int, `PersonaState` | online or offline |
| `getFriendRelationship(steam_id)` | int, `FriendRelationship` | friend or none |
| `getFriendGamePlayed(steam_id)` | Dictionary: `id`, `ip`, `game_port`, `query_port`, `lobby` | {} |
| `getPersonaState()` | int, `PersonaState`: online while logged on | online |
| `getPlayerAvatar(size = 2, steam_id = 0)` | `avatar_loaded` | a pattern drawn from the Steam ID |
| `setRichPresence(key, value)` | bool | all peers can read it; 30 keys |
| `clearRichPresence()` | nothing | |
| `getFriendRichPresence(friend_id, key)` | String | |
| `inviteUserToGame(friend_id, connect_string)` | bool; `join_game_requested` at the other | at once, without a question |
| `activateGameOverlay(type = "")` | nothing | warning |
| `activateGameOverlayToUser(type = "", steam_id = 0)` | nothing | warning |
| `activateGameOverlayInviteDialog(steam_id)` | nothing | warning |
| `activateGameOverlayInviteDialogConnectString(connect_string)` | nothing | warning |
| `activateGameOverlayToWebPage(url)` | nothing | warning |
| `activateGameOverlayToStore(app_id = 0)` | nothing | warning |

Signals: `persona_state_change`, `avatar_loaded`, `join_game_requested`, and `overlay_toggled` (never on `lan`).

</details>

<details><summary>Apps, utils and Steam IDs: 12 functions</summary>

| Function | Returns | On `lan` |
|---|---|---|
| `getAppOwner()` | int: whose copy of the game it is | the user |
| `getLaunchCommandLine()` | String: what Steam started the game with | `""` |
| `isSubscribedFromFreeWeekend()` | bool | false |
| `isSteamRunningOnSteamDeck()` | bool | false |
| `isOverlayEnabled()` | bool | false |
| `isLobby(steam_id)` | bool, also before init, as all below | |
| `isIndividualAccount(steam_id)` | bool: a person | |
| `isAnonAccount(steam_id)`, `isAnonUserAccount(steam_id)` | bool | |
| `isChatAccount(steam_id)` | bool: a chat or lobby | |
| `isClanAccount(steam_id)` | bool: a group | |
| `isConsoleUserAccount(steam_id)` | bool | |

</details>

'''
import sys
# count what the tables name
for sec,n in [('Lobbies',None),('Friends',None),('Apps',None)]:
    m=re.search(r'<summary>%s.*?</details>'%sec,TABLE,re.S)[0]
    print(sec,len(re.findall(r'`\w+\(',''.join(r.split('|')[1] for r in m.split('\n') if r.startswith('| `')))))
fs=set(re.findall(r'`(\w+)\(',TABLE))
TABLE=TABLE.replace('Lobbies: 30','Lobbies: 29')
rd=open(W+'README.md').read()
sf=set(re.findall(r'^func (\w+)',open(W+'tests/project/surface.txt').read(),re.M))
print('not in README:',{f for f in sf if f not in rd and f not in fs},'not in surface:',fs-sf)
edit('README.md',
("'s `Steam` singleton for peer-to-peer networking,\non real Steam","'s `Steam` singleton for lobbies, friends and\npeer-to-peer networking, on real Steam"),
('''Signals: `p2p_session_request(steam_id_remote: int)`''',TABLE.split('### ',1)[0]+'''Signals: `p2p_session_request(steam_id_remote: int)`'''),
('''`Steam.P2P_SESSION_ERROR_TIMEOUT` and its kin. The rest of GodotSteam (lobbies, achievements, …) is not here yet.
''','''`Steam.P2P_SESSION_ERROR_TIMEOUT` and its kin.

'''+TABLE.rstrip('\n')+'''

**Not here yet:** achievements, stats, leaderboards, workshop (UGC), inventory, cloud storage, voice, game servers, groups, and Valve's newer
networking interfaces (sockets and messages). On `lan`, peers on other computers must be named by address: they are not discovered on the local
network (mDNS) yet.
'''),
)
edit('CHANGELOG.md',
('''- The platform `lan`: all of it with no Steam''','''- Lobbies: `createLobby`, `joinLobby`, lists with filters, data, chat, invitations, and their signals. On `lan` they need no server and outlive
  their owner; [docs/lobbies.md](docs/lobbies.md) says what is promised.
- Friends: names, states, avatars, rich presence, invitations and the overlay (not on `lan`, where a friend is a peer that is around); a few functions about
  the app, the device and Steam IDs; the enums that go with them, `Result` among them.
- The platform `lan`: all of it with no Steam'''))
edit('docs/lan.md',
('''- A packet to yourself arrives at once, with no session.
''','''- Friends are the peers of the same game that are around; an avatar is a pattern drawn from the Steam ID; there is no overlay.
- Lobbies need no server: see [lobbies.md](lobbies.md).
- A packet to yourself arrives at once, with no session.
'''))
