import FoundationEssentials
import HDOCClient
import HDOCModels

enum Samples {
    static let stage = Stage(name: "dev", api: "https://api.example/Prod/", issuer: "https://issuer.example/pool", clientID: "c")

    static func entry(_ id: String = "0198c0de-0000-7000-8000-000000000001", day: Int = 11, title: String = "Queues") -> Entry {
        Entry(
            id: id, day: day, date: CalendarDay(Date(timeIntervalSince1970: 1_795_000_000), in: .utc), zone: "GMT",
            title: title, body: "Body", tags: ["aws"])
    }

    static func articleJSON(_ entry: Entry, author: String = "ada") -> String {
        #"{"id":"\#(entry.id)","day":\#(entry.day),"date":"\#(entry.date)","title":"\#(entry.title)","body":"Body","#
            + #""tags":["aws"],"author":"\#(author)","created_at":"2026-11-23T10:00:00.000Z"}"#
    }
}
