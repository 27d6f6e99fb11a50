package steam

//go:generate go run ./generate

// page is a page of GodotSteam's documentation: a file of this folder with the
// rows of its methods.
type page struct {
	title string
	rows  []*row
}

//go:generate go run ./generate

// pages are all methods of the class, in the order of the documentation.
var pages = []*page{
	&mainPage, &networkingPage, &matchmakingPage, &friendsPage, &userPage, &appsPage, &userStatsPage, &voicePage,
	&messagesPage, &socketsPage, &networkingUtilsPage, &identitiesPage,
}
