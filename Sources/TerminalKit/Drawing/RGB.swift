import Glibc

/// A colour as a terminal shows it.
public struct RGB: Hashable, Sendable {
    /// Red, green and blue, from 0 to 255.
    public let red, green, blue: UInt8

    /// A colour.
    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }

    /// A colour as 0xRRGGBB; higher bits are ignored.
    public init(_ value: Int) { self.init(UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)) }

    /// The colour as 0xRRGGBB.
    public var value: Int { Int(red) << 16 | Int(green) << 8 | Int(blue) }

    /// How different two colours are: the square of the distance between them.
    func distance(to other: RGB) -> Int {
        func square(_ a: UInt8, _ b: UInt8) -> Int { (Int(a) - Int(b)) * (Int(a) - Int(b)) }
        return square(red, other.red) + square(green, other.green) + square(blue, other.blue)
    }

    /// The relative luminance of WCAG 2, from 0 (black) to 1 (white).
    public var luminance: Double {
        func linear(_ value: UInt8) -> Double {
            let part = Double(value) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The contrast ratio of WCAG 2, from 1 to 21. The order of the colours does not matter.
    public func contrast(with other: RGB) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }
}
