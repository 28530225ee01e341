import { Provider, useDispatch, useSelector } from 'react-redux';
import { put } from './cart.ts';
import { type State, store } from './store.ts';

function Cart() {
  const { lines, order } = useSelector((state: State) => state.cart);
  const dispatch = useDispatch();
  return (
    <>
      <button type="button" onClick={() => dispatch(put('bread'))}>
        Bread
      </button>
      <ul>
        {lines.map(({ name, count }) => (
          <li key={name}>
            {count} {name}
          </li>
        ))}
      </ul>
      <p>{order}</p>
    </>
  );
}

function Notices() {
  return <output>{useSelector((state: State) => state.notices.texts.at(-1))}</output>;
}

export function Page() {
  return (
    <Provider store={store}>
      <Cart />
      <Notices />
    </Provider>
  );
}
