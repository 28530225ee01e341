type Words = readonly [string, ...string[]];

const split = (words: string): Words => {
  const [first = '', ...others] = words.trim().split(/\s+/);
  return [first, ...others];
};

/** Given names from many places, none more than once. */
export const GIVEN_NAMES = split(`
  Ada Aiko Alejandra Amara Amir Anders Anouk Arjun Asha Astrid Bao Beatriz Benedikt Bilal Bruna Camille Carlos Chidi
  Chloe Dagny Daniela Darius Deniz Dmitri Edda Efua Elif Emeka Emil Esther Farah Fatou Femi Fiona Fumiko Gabriel
  Giulia Goran Grace Gudrun Hana Hannah Hassan Hedy Henrik Hugo Ibrahim Ida Imani Ines Ingrid Isaac Ivana Jae Jamal
  Jasmin Joan Jonas Jorge Kamala Karim Katarina Kenji Kofi Kwame Lars Layla Leila Lena Liam Linh Lucia Luca Magda
  Malik Marek Margit Maria Mateo Mei Mina Mirza Nadia Naoko Nasrin Ngozi Niamh Nikhil Nils Noor Odile Olga Omar Oskar
  Paolo Pascal Petra Pia Priya Radia Rafael Rania Renata Rosa Ruth Sakura Salma Samuel Sanjay Selma Sibel Simone
  Sofia Stefan Sunita Tariq Tenzin Thandi Theo Tomas Tove Uma Ursula Vera Viktor Wanda Wei Xenia Yara Yusuf Zainab
  Zoltan
`);

/** Family names from as many places. */
export const FAMILY_NAMES = split(`
  Abara Adeyemi Ahmadi Almeida Andersen Aoki Arslan Bakker Banerjee Barros Becker Bellini Berg Bianchi Boateng
  Bouchard Brandt Carvalho Chandra Chen Costa Dahl Delgado Demir Diallo Dubois Eklund Ekwueme Farkas Ferrari Fischer
  Fontaine Fujita Garcia Goldberg Gomez Grimaldi Haddad Hakimi Hansen Haugen Hoang Horvat Hussain Ibarra Ito Ivanov
  Jansen Jensen Johansson Kapoor Kaya Keita Kim Kimura Kovacs Kowalski Kumar Laine Larsen Laurent Lehtonen Lindqvist
  Lopes Mahmoud Marino Martins Mbeki Mehta Mendes Menon Moreau Mori Morales Mwangi Nair Nakamura Ndiaye Nguyen Nilsen
  Novak Nowak Obi Odhiambo Okafor Okoro Olsen Osei Ozturk Papadakis Park Patel Pereira Petrov Pham Popescu Quist
  Rahman Ramos Reyes Rossi Roy Saito Salazar Sandberg Santos Sato Schmitt Schulz Sharma Silva Singh Sorensen Suzuki
  Takeda Tanaka Tran Vargas Vasquez Vega Virtanen Vogel Weber Wolff Yamada Yilmaz Zhang Zielinski
`);
