/// Makes texts speakable: symbols that a screen reader skips, or reads as a drawing, become words or disappear.
enum SpokenText {
    /// Box drawing, blocks, geometric shapes and braille patterns are removed. Other symbols up to U+28FF become their names: `☁` is
    /// `cloud`.
    static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { 0x2500...0x28FF ~= $0.value }) else { return text }
        var result = ""
        var isAfterSymbol = false
        for scalar in text.unicodeScalars {
            // Asks for a picture instead of a letter.
            if isAfterSymbol, scalar.value == 0xFE0F || scalar.value == 0xFE0E { continue }
            isAfterSymbol = 0x2500...0x28FF ~= scalar.value
            guard isAfterSymbol else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if 0x2600...0x27FF ~= scalar.value, let name = scalar.properties.name { result += name.lowercased() }
        }
        return result
    }
}
