import HDOCModels
import Testing

@Suite("The table of user attributes")
struct JourneyerAttributeTests {
    private func sample(_ attribute: JourneyerAttribute) -> JSONValue {
        switch attribute.kind {
        case .text, .status: .string("text of \(attribute.name)")
        case .count: .number(7)
        case .instant: .string("2026-11-23T20:48:00.000Z")
        }
    }

    @Test(arguments: Journeyer.attributes.indices)
    func `an attribute is read under each of its names and written under the first`(index: Int) {
        let attribute = Journeyer.attributes[index]
        for name in attribute.names {
            let journeyer = Journeyer(json: .object(["github_username": .string("ada"), name: sample(attribute)]))
            #expect(journeyer?.extra == [:], "\(name)")
            #expect(journeyer?.json.object?[attribute.name] == sample(attribute), "\(name)")
        }
    }

    @Test func `each name belongs to one attribute`() {
        let names = Journeyer.attributes.flatMap(\.names) + Journeyer.keyNames
        #expect(Set(names).count == names.count)
    }

    @Test func `every field of a sign-up profile is an attribute or the key`() {
        let names = Set(Journeyer.attributes.map(\.name) + Journeyer.keyNames)
        for field in SignUpField.allCases { #expect(names.contains(field.rawValue)) }
    }
}
