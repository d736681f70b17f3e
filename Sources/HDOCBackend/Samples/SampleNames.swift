/// Names for the sample community: given and family names of one region, each with its spelling in a handle.
struct NamePool: Sendable {
    struct SampleName: Sendable {
        let shown: String
        let handle: String

        init(_ shown: String, _ handle: String? = nil) {
            self.shown = shown
            self.handle = handle ?? shown
        }
    }

    let given: [SampleName]
    let family: [SampleName]
    /// Whether the family name comes first, without a space.
    var familyFirst = false

    func join(_ given: SampleName, _ family: SampleName) -> (fullName: String, handle: String) {
        (familyFirst ? family.shown + given.shown : given.shown + " " + family.shown, given.handle + family.handle)
    }

    static let all: [NamePool] = [
        english, english, spanish, nordic, slavic, african, indian, turkish, chinese, japanese,
        korean, arabic,
    ]

    private static func names(_ list: String) -> [SampleName] {
        list.split(separator: " ").map { pair in
            let parts = pair.split(separator: "/").map(String.init)
            return SampleName(parts[0], parts.count > 1 ? parts[1] : nil)
        }
    }

    private static let english = NamePool(
        given: names("Amelia Owen Harriet Miles Nora Felix Grace Silas Ivy Jonah Tessa Reuben Clara Wyatt Daphne"),
        family: names("Hartley Brooks Winslow Mercer Caldwell Pryce Fenton Ashdown Lockwood Sayer Tolliver Quill"))
    private static let spanish = NamePool(
        given: names("José/Jose María/Maria Inés/Ines Tomás/Tomas Lucía/Lucia João/Joao Renée/Renee Thaís/Thais Iker"),
        family: names("Núñez/Nunez Peña/Pena Gonçalves/Goncalves Ibáñez/Ibanez Cordeiro Lefèvre/Lefevre Araújo/Araujo"))
    private static let nordic = NamePool(
        given: names("Søren/Soren Åsa/Asa Jürgen/Jurgen Björk/Bjork Maëlle/Maelle Grete Håkon/Hakon Anneli Jörg/Joerg"),
        family: names("Ødegård/Odegard Lindström/Lindstrom Müller/Mueller Þórsson/Thorsson Weiß/Weiss Korhonen Sjöberg/Sjoberg"))
    private static let slavic = NamePool(
        given: names("Zofia Łukasz/Lukasz Jiří/Jiri Ivana Ждана/Zhdana Олексій/Oleksii Bojana Krzysztof Ёлка/Yolka"),
        family: names("Wójcik/Wojcik Dvořák/Dvorak Kovač/Kovac Шевчук/Shevchuk Żak/Zak Novotný/Novotny Ilić/Ilic"))
    private static let african = NamePool(
        given: names("Chinedu Ayọ̀/Ayo Wanjiru Kwame Fatou Thabo Zanele Amina Ebele Tendai Selam Kofi"),
        family: names("Okonkwo Adébáyọ̀/Adebayo Kamau Mensah Diop Nkosi Abebe Dlamini Chukwu Moyo"))
    private static let indian = NamePool(
        given: names("Aarav Diya Kabir Meera Rohan प्रिया/Priya Ishaan Ananya Vikram கவிதா/Kavitha Farhan"),
        family: names("Iyer Kulkarni Banerjee Chaudhary Reddy शर्मा/Sharma Nair Deshpande Siddiqui"))
    private static let turkish = NamePool(
        given: names("Çağla/Cagla Emre Gülşah/Gulsah İlker/Ilker Eleni Νίκος/Nikos Defne"),
        family: names("Yıldız/Yildiz Öztürk/Ozturk Παππάς/Pappas Şahin/Sahin Doğan/Dogan"))
    private static let chinese = NamePool(
        given: names("伟/Wei 秀英/Xiuying 子涵/Zihan 雨桐/Yutong 浩然/Haoran 思远/Siyuan"),
        family: names("王/Wang 李/Li 欧阳/Ouyang 陈/Chen 赵/Zhao 黄/Huang"), familyFirst: true)
    private static let japanese = NamePool(
        given: names("さくら/Sakura 健太/Kenta 葵/Aoi 陽翔/Haruto 美咲/Misaki"),
        family: names("佐藤/Sato 高橋/Takahashi 渡辺/Watanabe 小林/Kobayashi 齋藤/Saito"), familyFirst: true)
    private static let korean = NamePool(
        given: names("민준/Minjun 서연/Seoyeon 지호/Jiho 하은/Haeun 도윤/Doyun"),
        family: names("김/Kim 박/Park 최/Choi 정/Jung 윤/Yoon"), familyFirst: true)
    private static let arabic = NamePool(
        given: names("Layla ياسمين/Yasmin Omar خالد/Khaled Noor Karim نور/Nour"),
        family: names("Haddad الخطيب/Alkhatib Mansour حداد/Hadad Farouk"))
}
